package io.atalaya.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.atalaya.adapter.kafka.DeadLetter;
import io.atalaya.adapter.kafka.Topics;
import io.atalaya.pipeline.Broker.Sent;
import io.atalaya.pipeline.Exposition.Sample;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Publishes 10,000 predictions and outcomes, faulty and in disorder, to a real broker, and compares
 * every sample of {@code /q/metrics} with what NumPy and SciPy computed from the same events.
 *
 * <p>The events and the expected samples are written by {@code oracle.py}, beside them.
 */
@QuarkusTest
@WithTestResource(OracleServers.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PipelineOracleTest {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_READINGS = Duration.ofMillis(250);

  /** The samples must stay as expected so long: what is counted twice is counted soon after. */
  private static final Duration HELD = Duration.ofSeconds(3);

  /** What was published and is no event. */
  private final List<Sent> refused = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource(value = "/metrics", management = true)
  URI metrics;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers;

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path directory;

  @Test
  void everyFigureIsThatOfNumPyAndNothingCountsTwice() throws Exception {
    Instant now = Instant.now();
    List<PlannedRecord> longHorizon = PlannedRecord.read("long-horizon.tsv");
    publish(longHorizon, now);
    Instant later = Instant.now();
    publish(PlannedRecord.read("short-horizon.tsv"), later);
    Map<Sample, Expectation> expected = Expectation.read("expected-first.tsv");
    awaitSamples(expected, now);
    assertDeadLetters();

    // Byte for byte again: the counters of what was seen may change, no gauge.
    Instant again = Instant.now();
    publish(longHorizon.stream().filter(r -> !r.topic().equals(Topics.LIFECYCLE)).toList(), now);
    expected.putAll(Expectation.read("expected-second.tsv"));
    awaitSamples(expected, now);
    assertDeadLetters();

    RecordedOracle recorded = new RecordedOracle(directory);
    recorded.add("long-horizon.tsv", now, now);
    recorded.add("short-horizon.tsv", later, later);
    recorded.add("long-horizon.tsv", now, again, Topics.LIFECYCLE);
    assertBackTested(recorded);
  }

  /** The back-test of the same events shows the same, bit for bit. */
  private void assertBackTested(RecordedOracle recorded) throws Exception {
    Instant reading = Instant.now();
    Map<Sample, Double> shown = Exposition.of(metrics).samples();
    Map<Sample, Double> tested =
        requireNonNull(recorded.read(Duration.ofDays(1), reading).get(reading.toEpochMilli()));
    shown.keySet().removeIf(sample -> !isGaugeOfEvents(sample));
    tested.keySet().removeIf(sample -> !isGaugeOfEvents(sample));
    assertTrue(shown.size() > 1_000, "gauges: " + shown.size());
    assertEquals(texts(shown), texts(tested));
  }

  /** A line for each sample, sorted. */
  private static String texts(Map<Sample, Double> samples) {
    return samples.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  /** Whether it is a function of the events alone, and not of when exactly it is read. */
  private static boolean isGaugeOfEvents(Sample sample) {
    return sample.name().startsWith("atalaya_")
        && sample.labels().contains("model=")
        && !sample.name().matches(".*_(total|bucket|count|sum|created)")
        && !sample
            .name()
            .matches(
                "atalaya_(oldest_pending_seconds|signal_firing|drift_detected|drift_share"
                    + "|drift_insufficient_data|estimate_.*|version_comparison.*)");
  }

  private void publish(List<PlannedRecord> records, Instant now) throws Exception {
    new Broker(servers)
        .publish(records, now).stream()
            .filter(sent -> !sent.planned().reason().isEmpty())
            .forEach(refused::add);
  }

  /** Reads the metrics until they are as expected and stay so. */
  private void awaitSamples(Map<Sample, Expectation> expected, Instant now) throws Exception {
    Instant deadline = Instant.now().plus(DEADLINE);
    Instant since = Instant.MAX;
    while (true) {
      Instant reading = Instant.now();
      List<String> differences = Differences.of(expected, Exposition.of(metrics), now, reading);
      if (!differences.isEmpty()) {
        since = Instant.MAX;
        if (reading.isAfter(deadline)) {
          fail(differences.size() + " differences:\n" + String.join("\n", differences));
        }
      } else if (since.equals(Instant.MAX)) {
        since = reading;
      } else if (reading.isAfter(since.plus(HELD))) {
        return;
      }
      LockSupport.parkNanos(BETWEEN_READINGS.toNanos());
    }
  }

  private void assertDeadLetters() {
    Map<String, ConsumerRecord<byte[], byte[]>> letters = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> letter : new Broker(servers).read(Topics.DEAD_LETTERS)) {
      String place =
          Broker.place(
              text(letter, DeadLetter.TOPIC),
              text(letter, DeadLetter.PARTITION),
              text(letter, DeadLetter.OFFSET));
      assertNull(letters.put(place, letter), () -> "two dead letters of " + place);
    }
    assertEquals(refused.stream().map(Sent::place).collect(Collectors.toSet()), letters.keySet());
    assertAll(
        refused.stream()
            .map(sent -> () -> assertIsOf(sent, requireNonNull(letters.get(sent.place())))));
  }

  private static void assertIsOf(Sent sent, ConsumerRecord<byte[], byte[]> letter) {
    String value = new String(sent.record().value(), UTF_8);
    String shown = value.substring(0, Math.min(value.length(), 200));
    assertEquals(sent.planned().reason(), text(letter, DeadLetter.REASON), shown);
    assertFalse(text(letter, DeadLetter.DETAIL).isBlank(), shown);
    assertArrayEquals(sent.record().key(), letter.key(), shown);
    for (Header header : sent.record().headers()) {
      assertEquals(header, letter.headers().lastHeader(header.key()), shown);
    }
    String kept = new String(letter.value(), UTF_8);
    if (letter.headers().lastHeader(DeadLetter.TRUNCATED) == null) {
      assertEquals(value, kept);
    } else {
      assertEquals(
          Integer.toString(sent.record().value().length), text(letter, DeadLetter.TRUNCATED));
      assertTrue(value.startsWith(kept) && kept.length() > value.length() / 2, shown);
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
    Header found = letter.headers().lastHeader(header);
    assertNotNull(found, () -> header + " is missing");
    return new String(found.value(), UTF_8);
  }
}
