package io.atalaya.monitor;

import java.util.List;

/**
 * The state of one model at one moment.
 *
 * @param model its name
 * @param settings how it is monitored
 * @param nowMillis the event time up to which everything has been read, in milliseconds since the
 *     epoch
 * @param epoch the epoch of its cached predictions; 0 before the first invalidation
 * @param versions its live versions, by name
 */
public record ModelSnapshot(
    String model,
    ModelSettings settings,
    long nowMillis,
    long epoch,
    List<VersionSnapshot> versions) {

  public ModelSnapshot {
    versions = List.copyOf(versions);
  }
}
