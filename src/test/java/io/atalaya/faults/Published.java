package io.atalaya.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.adapter.kafka.DeadLetter;
import io.atalaya.adapter.kafka.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What the pipeline published, each record a line, sorted: one that is there twice is there twice.
 * Where a dead letter's record stood is left out; offsets are not copied.
 */
record Published(List<String> signals, List<String> invalidations, List<String> deadLetters) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Published on(Kafka kafka) {
    return new Published(
        lines(kafka, Topics.SIGNALS, "id", "state", "time"),
        lines(kafka, Topics.INVALIDATIONS, "id", "epoch", "reason", "signal", "time"),
        kafka.read(Topics.DEAD_LETTERS).stream().map(Published::deadLetter).sorted().toList());
  }

  /** In what these differ from {@code expected}, one line each. */
  List<String> differences(Published expected) {
    List<String> differences = new ArrayList<>();
    compare("signal", signals, expected.signals, differences);
    compare("invalidation", invalidations, expected.invalidations, differences);
    compare("dead letter", deadLetters, expected.deadLetters, differences);
    return differences;
  }

  private static void compare(
      String what, List<String> actual, List<String> expected, List<String> differences) {
    List<String> surplus = new ArrayList<>(actual);
    expected.forEach(surplus::remove);
    List<String> missing = new ArrayList<>(expected);
    actual.forEach(missing::remove);
    surplus.forEach(line -> differences.add("%s too many: %s".formatted(what, line)));
    missing.forEach(line -> differences.add("%s missing: %s".formatted(what, line)));
  }

  private static List<String> lines(Kafka kafka, String topic, String... fields) {
    return kafka.read(topic).stream()
        .map(
            record -> {
              try {
                JsonNode event = JSON.readTree(record.value());
                return new String(record.key(), UTF_8)
                    + Arrays.stream(fields)
                        .map(field -> " " + field + "=" + event.path(field).asText())
                        .reduce("", String::concat);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .sorted()
        .toList();
  }

  private static String deadLetter(ConsumerRecord<byte[], byte[]> record) {
    return "%s-%s %s %s value %s"
        .formatted(
            header(record, DeadLetter.TOPIC),
            header(record, DeadLetter.PARTITION),
            new String(record.key(), UTF_8),
            header(record, DeadLetter.REASON),
            record.value() == null ? "none" : Arrays.hashCode(record.value()));
  }

  private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header found = record.headers().lastHeader(name);
    return found == null ? null : new String(found.value(), UTF_8);
  }
}
