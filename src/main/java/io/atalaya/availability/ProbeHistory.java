package io.atalaya.availability;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the questions to one target found.
 *
 * <p>A state holds from the answer that showed it to the next one, for at most twice the interval
 * and the time-out: what comes after is not observed. Time that a clock repeats counts once.
 *
 * <p>For one thread at a time.
 */
final class ProbeHistory {

  private final Target target;
  private final long holdMillis;
  private final AvailabilityWindow window = new AvailabilityWindow();
  private @Nullable Observation last;
  private Instant since = Instant.EPOCH;
  private @Nullable Instant lastSuccess;
  private long lastMillis;

  /** Until when time has been counted. */
  private long countedMillis = Long.MIN_VALUE;

  ProbeHistory(Target target, ProbeTimes times) {
    this.target = target;
    holdMillis = times.hold().toMillis();
  }

  /** A question has ended. */
  void observed(Observation observation, Instant at) {
    count(at.toEpochMilli());
    Observation before = isKnown(at) ? last : null;
    if (before == null || !before.getClass().equals(observation.getClass())) {
      since = at;
    }
    if (observation.isUp()) {
      lastSuccess = at;
    }
    last = observation;
    lastMillis = at.toEpochMilli();
    countedMillis = Math.max(countedMillis, lastMillis);
  }

  /** What is known at a time. */
  ProbeStatus at(Instant now) {
    count(now.toEpochMilli());
    boolean known = isKnown(now);
    return new ProbeStatus(
        target,
        known ? Optional.ofNullable(last) : Optional.empty(),
        known ? Optional.of(since) : Optional.empty(),
        Optional.ofNullable(lastSuccess),
        window.at(Math.max(now.toEpochMilli(), countedMillis)));
  }

  private boolean isKnown(Instant now) {
    return last != null && now.toEpochMilli() - lastMillis <= holdMillis;
  }

  private void count(long nowMillis) {
    Observation holding = last;
    if (holding != null) {
      long until = Math.min(nowMillis, lastMillis + holdMillis);
      window.add(countedMillis, until, holding.isUp());
      countedMillis = Math.max(countedMillis, until);
    }
  }
}
