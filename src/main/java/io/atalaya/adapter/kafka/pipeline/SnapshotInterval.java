package io.atalaya.adapter.kafka.pipeline;

import java.time.Duration;

/**
 * How often the state of a partition index is written at the least, however little was read.
 *
 * @param length at least a second
 */
public record SnapshotInterval(Duration length) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /**
   * @throws IllegalArgumentException when it is too short
   */
  public SnapshotInterval {
    if (length.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "%d ms is below 1s: give a longer duration, for example 1h".formatted(length.toMillis()));
    }
  }
}
