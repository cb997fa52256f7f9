package io.atalaya.monitor;

import io.atalaya.event.Generation;
import io.atalaya.matching.GivenUp;
import io.atalaya.matching.Match;
import org.jspecify.annotations.Nullable;

/**
 * Counters of what an instance has read since its start. They count events, not figures: an event
 * that is read again after a restart is not counted again.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface MonitorMetrics {

  /** What became of an event; the wire names are the constants' names in lower case. */
  enum Result {
    ACCEPTED,
    DUPLICATE,
    LATE,
    MISROUTED,
    REJECTED
  }

  /** So many events of a topic were read. */
  void events(String topic, Result result, long count);

  /** A record went to the dead letters. */
  void deadLetter(String topic, String reason);

  /**
   * An invalidation was decided; the result is {@code sent}, {@code suppressed}, or {@code
   * dry_run}.
   */
  void invalidation(String model, String reason, String result);

  /** An event's figure is shown this long after the event was appended to the log. */
  void eventToGauge(double seconds);

  /** The counters of one version of a model, to be kept by the caller. */
  VersionMetrics version(String model, String version);

  /** Counters of one version of a model. */
  interface VersionMetrics {

    /**
     * A prediction was accepted.
     *
     * @param error the kind of its failure; null for an answer
     * @param confidence from 0 to 1, or NaN
     * @param latencySeconds the latency, or NaN
     */
    void prediction(@Nullable String error, double confidence, double latencySeconds);

    /** A generation was accepted, which is counted as a prediction as well. */
    void generation(Generation generation);

    /** An outcome was recognized. */
    void outcome(Match match);

    /** An identifier was forgotten before its time, because there were too many. */
    void givenUp(GivenUp what);

    /** Makes everything counted so far visible. */
    void flush();
  }
}
