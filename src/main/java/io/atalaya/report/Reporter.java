package io.atalaya.report;

import io.atalaya.monitor.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Makes reports from what is on the log. Safe for use by several threads. */
public final class Reporter {

  /** What an event is about may be this much older than its record, clocks that differ included. */
  private static final Duration AHEAD = Duration.ofHours(1);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  private final ReportLog log;
  private final InstantSource clock;

  /** One at a time: each reads weeks of the log, whoever asks. */
  private final Semaphore turn = new Semaphore(1);

  /**
   * @param log what is kept of every hour, signals and invalidations
   * @param clock the time
   */
  public Reporter(ReportLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * Makes the report of a period, which may still go on: then it is about what has passed.
   *
   * @throws ReportLog.UnavailableException when the log cannot be read, or others are being made
   */
  public Report of(ReportPeriod period) throws ReportLog.UnavailableException {
    Instant now = clock.instant();
    Past past = new Past(period);
    awaitTurn();
    try {
      log.read(period.before().start().minus(AHEAD), past);
    } finally {
      turn.release();
    }
    Instant until = now.isBefore(period.end()) ? now : period.end();
    return new Report(period, until, now, past.versions());
  }

  private void awaitTurn() throws ReportLog.UnavailableException {
    try {
      if (turn.tryAcquire(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new ReportLog.UnavailableException("other reports are being made: try again");
  }

  /** Whose figures, signals and invalidations are gathered. */
  private record Version(String model, String version) {}

  /** Gathers what a report of a period shows. */
  private static final class Past implements ReportLog.Listener {

    private final ReportPeriod period;
    private final Map<Version, PastVersion> versions = new HashMap<>();
    private final Map<Version, SortedMap<EpisodeKey, Episode>> episodes = new HashMap<>();
    private final Map<String, SortedMap<String, Long>> invalidations = new HashMap<>();

    Past(ReportPeriod period) {
      this.period = period;
    }

    @Override
    public void digest(Digest digest) {
      versions
          .computeIfAbsent(
              new Version(digest.model(), digest.version()), unused -> new PastVersion(period))
          .add(digest);
    }

    @Override
    public void signal(PastSignal signal) {
      if (isWithin(signal.time())) {
        episodes
            .computeIfAbsent(
                new Version(signal.model(), signal.version()), unused -> new TreeMap<>())
            .merge(EpisodeKey.of(signal), episode(signal), Past::ended);
      }
    }

    @Override
    public void invalidation(PastInvalidation invalidation) {
      if (isWithin(invalidation.time())) {
        invalidations
            .computeIfAbsent(invalidation.model(), unused -> new TreeMap<>())
            .merge(invalidation.reason(), 1L, Long::sum);
      }
    }

    @Override
    public void delivered(Delivery delivery) {}

    List<VersionReport> versions() {
      List<VersionReport> reports = new ArrayList<>();
      versions.forEach(
          (key, past) -> {
            Digest last = past.last();
            if (last != null) {
              reports.add(
                  new VersionReport(
                      key.model,
                      key.version,
                      last.unit(),
                      last.team(),
                      past.trends(),
                      List.copyOf(episodes.getOrDefault(key, new TreeMap<>()).values()),
                      last.firing(),
                      last.drifting(),
                      invalidations.getOrDefault(key.model, new TreeMap<>())));
            }
          });
      return reports;
    }

    private boolean isWithin(Instant time) {
      return time.isAfter(period.start()) && !time.isAfter(period.end());
    }

    private static Episode episode(PastSignal signal) {
      return new Episode(
          signal.check(),
          signal.window(),
          signal.severity(),
          signal.since(),
          signal.firing() ? Optional.empty() : Optional.of(signal.time()),
          signal.observed(),
          signal.threshold());
    }

    /** The figure that began the episode tells more than the one that ended it. */
    private static Episode ended(Episode known, Episode later) {
      return new Episode(
          known.check(),
          known.window(),
          later.severity(),
          known.since(),
          later.until(),
          known.observed(),
          known.threshold());
    }
  }

  /** What tells one episode of a version from another, the earliest first. */
  private record EpisodeKey(Instant since, String check, String window)
      implements Comparable<EpisodeKey> {

    static EpisodeKey of(PastSignal signal) {
      return new EpisodeKey(signal.since(), signal.check(), signal.window());
    }

    @Override
    public int compareTo(EpisodeKey other) {
      int order = since.compareTo(other.since);
      order = order == 0 ? check.compareTo(other.check) : order;
      return order == 0 ? window.compareTo(other.window) : order;
    }
  }
}
