package io.atalaya.report;

import io.atalaya.monitor.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** A log in memory. For one thread. */
final class PastLog implements ReportLog {

  static final String MODEL = "m";

  final List<Digest> digests = new ArrayList<>();
  final List<PastSignal> signals = new ArrayList<>();
  final List<PastInvalidation> invalidations = new ArrayList<>();
  final List<Delivery> deliveries = new ArrayList<>();
  boolean away;
  Callable<Void> whileRead = () -> null;

  @Override
  public void read(Instant from, Listener listener) throws UnavailableException {
    if (away) {
      throw new UnavailableException("the log is away");
    }
    try {
      whileRead.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    digests.forEach(listener::digest);
    signals.forEach(listener::signal);
    invalidations.forEach(listener::invalidation);
    deliveries.forEach(listener::delivered);
  }

  @Override
  public void delivered(Delivery delivery) throws UnavailableException {
    if (away) {
      throw new UnavailableException("the log is away");
    }
    deliveries.add(delivery);
  }

  /** Adds a digest with an hour and a day of a few predictions. */
  void digest(Instant time, double hourMae, double dayMae, double dayPredictions) {
    TreeMap<String, Double> hour = new TreeMap<>();
    hour.put("mae", hourMae);
    TreeMap<String, Double> day = new TreeMap<>();
    day.put("mae", dayMae);
    day.put("predictions", dayPredictions);
    digests.add(
        new Digest(
            MODEL,
            "v1",
            "kWh",
            "grid",
            time.toEpochMilli(),
            List.of(
                new Digest.Window(Duration.ofHours(1), hour),
                new Digest.Window(Duration.ofDays(1), day)),
            List.of("x"),
            List.of()));
  }

  void signal(String check, boolean firing, Instant time, Instant since, double observed) {
    signals.add(
        new PastSignal(
            MODEL,
            "v1",
            check,
            "1h",
            "critical",
            firing,
            time,
            since,
            OptionalDouble.of(observed),
            OptionalDouble.of(5)));
  }
}
