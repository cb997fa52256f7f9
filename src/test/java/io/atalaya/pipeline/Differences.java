package io.atalaya.pipeline;

import io.atalaya.pipeline.Exposition.Sample;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an exposition shows that it should not, and the other way about. */
final class Differences {

  /** How far back the events in time lie. */
  private static final Duration REACH = Duration.ofMinutes(20);

  private Differences() {}

  /**
   * One line for each sample that is missing, unexpected or not what it should be.
   *
   * @param now the moment that the events' times were relative to
   * @param reading when the exposition was read
   */
  static List<String> of(
      Map<Sample, Expectation> expected, Exposition exposition, Instant now, Instant reading) {
    double elapsedSeconds = Duration.between(now, reading).toMillis() / 1e3;
    boolean windowClosed =
        !now.minus(REACH).truncatedTo(ChronoUnit.DAYS).equals(reading.truncatedTo(ChronoUnit.DAYS));
    Map<Sample, Double> samples = exposition.samples();
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (sample, expectation) -> {
          Double actual = samples.get(sample);
          if (actual == null) {
            if (!expectation.optional() && !(expectation.value() == 0 && mayBeZero(sample))) {
              differences.add("missing: " + sample + " " + expectation.value());
            }
          } else if (!expectation.holds(actual, elapsedSeconds)) {
            differences.add("%s is %s, not %s".formatted(sample, actual, expectation));
          }
        });
    samples.forEach(
        (sample, actual) -> {
          if (sample.name().startsWith("atalaya_")
              && !expected.containsKey(sample)
              && !(actual == 0 && mayBeZero(sample))
              && !isBesideTheContract(sample)) {
            differences.add("unexpected: %s %s".formatted(sample, actual));
          }
        });
    // The verdict on a day's window that closes among the events depends on when they were
    // published.
    differences.removeIf(line -> windowClosed && line.contains("atalaya_drift_"));
    differences.sort(null);
    return differences;
  }

  /**
   * Whether a sample of 0 says no more than its absence; of a mean or a ratio it would be a lie.
   */
  private static boolean mayBeZero(Sample sample) {
    return sample.name().matches(".*_(total|bucket|count|sum)")
        || Set.of(
                "atalaya_signal_firing",
                "atalaya_replay_active",
                "atalaya_consumer_lag_records",
                "atalaya_series_refused")
            .contains(sample.name());
  }

  /**
   * How fast the pipeline is, and when a histogram began: OpenMetrics allows the latter beside it.
   */
  private static boolean isBesideTheContract(Sample sample) {
    return sample.name().startsWith("atalaya_event_to_gauge_seconds")
        // What probes find is no function of events.
        || sample.name().startsWith("atalaya_system_")
        || sample.name().endsWith("_created");
  }
}
