package io.atalaya.availability;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of every target that is probed. Those who probe write it; health and the exposition
 * read it, and never wait for a target.
 *
 * <p>Safe for use by several threads. In memory alone: it begins empty with the process.
 */
public final class StatusBoard {

  private final InstantSource clock;
  private final Map<Target, ProbeHistory> histories = new LinkedHashMap<>();

  /**
   * @param clock the time of day
   */
  public StatusBoard(InstantSource clock) {
    this.clock = clock;
  }

  /** A target is probed from now on. */
  public synchronized void add(Target target, ProbeTimes times) {
    histories.put(target, new ProbeHistory(target, times));
  }

  /** A target is probed no more: nothing is told of it. */
  public synchronized void remove(Target target) {
    histories.remove(target);
  }

  /** A question has ended; of a target that is not probed it is forgotten. */
  public synchronized void observed(Target target, Observation observation) {
    ProbeHistory history = histories.get(target);
    if (history != null) {
      history.observed(observation, clock.instant());
    }
  }

  /** What is known of each target now, in the order in which they were added. */
  public synchronized List<ProbeStatus> all() {
    return histories.values().stream().map(history -> history.at(clock.instant())).toList();
  }
}
