package io.atalaya.pipeline;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.pipeline.Exposition.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The back-test on the events of {@link PipelineOracleTest}, as CSV: every sample is what NumPy and
 * SciPy computed.
 */
class BackTestOracleTest {

  /** Any moment: the events' times are relative to it. */
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

  /** The second lot of events is published so much later. */
  private static final Duration LATER = Duration.ofSeconds(2);

  /** When the metrics are read: all is judged, and no event has left its window. */
  private static final Duration FIRST_READING = Duration.ofSeconds(65);

  /** Everything is published again, and the metrics are read once more. */
  private static final Duration AGAIN = Duration.ofSeconds(66);

  private static final Duration LAST_READING = Duration.ofSeconds(80);

  /** So that they are read at these times, and at the first boundary, of which nothing is known. */
  private static final Duration BETWEEN_READINGS = Duration.ofSeconds(60);

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path directory;

  @Test
  void everyFigureIsThatOfThePipelineAndNothingCountsTwice() throws Exception {
    RecordedOracle recorded = new RecordedOracle(directory);
    recorded.add("long-horizon.tsv", NOW, NOW);
    recorded.add("short-horizon.tsv", NOW, NOW.plus(LATER));
    // The same again: the counters of what was seen may change, no gauge.
    recorded.add("long-horizon.tsv", NOW, NOW.plus(AGAIN), Topics.LIFECYCLE);
    Map<Long, Map<Sample, Double>> read = recorded.read(BETWEEN_READINGS, NOW.plus(LAST_READING));

    Map<Sample, Expectation> expected = Expectation.read("expected-first.tsv");
    assertSame(expected, read, FIRST_READING);
    expected.putAll(Expectation.read("expected-second.tsv"));
    assertSame(expected, read, LAST_READING);
  }

  private static void assertSame(
      Map<Sample, Expectation> expected, Map<Long, Map<Sample, Double>> read, Duration after) {
    Instant reading = NOW.plus(after);
    Map<Sample, Double> samples =
        new HashMap<>(requireNonNull(read.get(reading.toEpochMilli()), "nothing was read then"));
    Map<Sample, Expectation> comparable = new HashMap<>(expected);
    comparable.keySet().removeIf(BackTestOracleTest::isOfTheLogAlone);
    samples.keySet().removeIf(BackTestOracleTest::isOfTheLogAlone);
    assertEquals(
        "", String.join("\n", Differences.of(comparable, new Exposition(samples), NOW, reading)));
  }

  private static boolean isOfTheLogAlone(Sample sample) {
    return sample.name().equals("atalaya_dead_letters_total")
        || sample.labels().matches("result=(rejected|misrouted),topic=.*");
  }
}
