package io.atalaya.monitor;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The state of one model at one moment.
 *
 * @param model its name
 * @param settings how it is monitored
 * @param nowMillis the event time up to which everything has been read, in milliseconds since the
 *     epoch
 * @param epoch the epoch of its cached predictions; 0 before the first invalidation
 * @param orphans the outcomes to which no prediction came, by window, the shortest first
 * @param versions its live versions, by name
 */
public record ModelSnapshot(
    String model,
    ModelSettings settings,
    long nowMillis,
    long epoch,
    SequencedMap<Duration, Long> orphans,
    List<VersionSnapshot> versions) {

  public ModelSnapshot {
    orphans = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(orphans));
    versions = List.copyOf(versions);
  }
}
