package io.atalaya.demo.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the pipeline's output topics from their beginning. Confined to one thread. */
public final class Notices implements AutoCloseable {

  private static final String SIGNALS = "monitoring.signals";
  private static final String INVALIDATIONS = "cache.invalidations";

  // The topics are read side by side; an invalidation has the time of the signal that caused it.
  private static final Comparator<Notice> CAUSE_FIRST =
      Comparator.comparing(Notice::time).thenComparing(Notice.Invalidation.class::isInstance);

  private final KafkaConsumer<String, String> consumer;
  private final ObjectMapper json = new ObjectMapper();

  /** Begins to read; the topics must exist. */
  public Notices(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : List.of(SIGNALS, INVALIDATIONS)) {
      consumer
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * What was decided since the last call, a cause before its effect; waits up to {@code timeout}
   * for something.
   */
  public List<Notice> poll(Duration timeout) {
    List<Notice> notices = new ArrayList<>();
    for (ConsumerRecord<String, String> found : consumer.poll(timeout)) {
      if (found.value() != null) {
        notices.add(notice(found));
      }
    }
    notices.sort(CAUSE_FIRST);
    return notices;
  }

  private Notice notice(ConsumerRecord<String, String> found) {
    try {
      JsonNode event = json.readTree(found.value());
      return found.topic().equals(SIGNALS) ? signal(event) : invalidation(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(found.topic() + " holds no JSON: " + found.value(), e);
    }
  }

  static Notice signal(JsonNode event) {
    String features = event.path("evidence").path("features").asText();
    return new Notice.Signal(
        time(event),
        event.path("model").asText(),
        event.path("check").asText(),
        event.path("state").asText().equals("firing"),
        event.path("severity").asText(),
        event.path("window").asText(),
        number(event.path("observed")),
        number(event.path("threshold")),
        features.isEmpty() ? List.of() : List.of(features.split(", ")));
  }

  static Notice invalidation(JsonNode event) {
    return new Notice.Invalidation(
        time(event), event.path("epoch").asLong(), event.path("reason").asText());
  }

  private static Instant time(JsonNode event) {
    JsonNode time = event.path("time");
    return time.isNumber() ? Instant.ofEpochMilli(time.asLong()) : Instant.parse(time.asText());
  }

  private static OptionalDouble number(JsonNode field) {
    return field.isNumber() ? OptionalDouble.of(field.asDouble()) : OptionalDouble.empty();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
