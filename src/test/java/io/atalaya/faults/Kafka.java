package io.atalaya.faults;

import io.atalaya.adapter.kafka.TopicDefinition;
import io.atalaya.adapter.kafka.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the suite itself does with a broker: make topics, read all of one, copy the inputs. */
record Kafka(String servers) {

  // Held here, because a logger that nobody holds forgets its level.
  private static final Logger CLIENTS = Logger.getLogger("org.apache.kafka");

  static {
    CLIENTS.setLevel(Level.SEVERE);
  }

  static final int INDEXES = 6;
  private static final int MODEL_PARTITIONS = 3;

  /** What producers publish, and what an undisturbed run needs. */
  private static final List<String> INPUTS =
      List.of(Topics.PREDICTIONS, Topics.OUTCOMES, Topics.LIFECYCLE);

  Admin admin() {
    return Admin.create(Map.<String, Object>of("bootstrap.servers", servers));
  }

  /**
   * Makes all topics.
   *
   * @param inputs settings of the input topics that differ
   */
  void createTopics(Map<String, String> inputs) throws Exception {
    List<NewTopic> topics = new ArrayList<>();
    for (TopicDefinition topic : Topics.definitions(INDEXES, MODEL_PARTITIONS)) {
      Map<String, String> config = new HashMap<>(topic.config());
      if (INPUTS.contains(topic.name())) {
        config.putAll(inputs);
      }
      topics.add(
          new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
              .configs(config));
    }
    try (Admin admin = admin()) {
      admin.createTopics(topics).all().get();
    }
  }

  /** All committed records of {@code topic}, each partition in its order. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", servers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  /**
   * Copies the committed records of the input topics to the same partitions of another broker, in
   * their order and with their timestamps.
   *
   * @return how many
   */
  int copyInputs(Kafka to) throws Exception {
    to.createTopics(Map.of("message.timestamp.type", "CreateTime"));
    int copied = 0;
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers", to.servers, "linger.ms", 5, "max.request.size", 1_048_576),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String topic : INPUTS) {
        for (ConsumerRecord<byte[], byte[]> record : read(topic)) {
          var unused =
              producer.send(
                  new ProducerRecord<>(
                      topic,
                      record.partition(),
                      record.timestamp(),
                      record.key(),
                      record.value(),
                      record.headers()));
          copied++;
        }
      }
      producer.flush();
    }
    return copied;
  }
}
