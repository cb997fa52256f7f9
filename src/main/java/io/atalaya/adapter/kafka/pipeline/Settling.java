package io.atalaya.adapter.kafka.pipeline;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells when everything that the consumer had handed out by some moment has been processed.
 *
 * <p>Batches wait in a short queue between the consumer's thread and the stage. A position read on
 * the consumer's thread is therefore settled once more batches were processed than the queue holds,
 * or when none came for a while although the stage was ready for one. One writer.
 */
final class Settling {

  /** More batches than can wait between the consumer and the stage. */
  private static final int QUEUE = 8;

  /** Longer than an idle stage leaves a batch in the queue. */
  private static final long IDLE_MILLIS = 1_000;

  private Map<TopicPartition, Long> positions = Map.of();
  private long locatedMillis;
  private long batchesSince;
  private long busyUntilMillis;

  /** A batch was processed. */
  void consumed(long nowMillis) {
    batchesSince++;
    busyUntilMillis = nowMillis;
  }

  /** The stage was not ready for a batch until now. */
  void busy(long nowMillis) {
    busyUntilMillis = nowMillis;
  }

  /** The consumer's positions, unless older ones are still to settle. */
  void located(Map<TopicPartition, Long> current, long nowMillis) {
    if (positions.isEmpty()) {
      positions = new HashMap<>(current);
      locatedMillis = nowMillis;
      batchesSince = 0;
    }
  }

  /** The positions that have settled, once; empty until then. */
  Map<TopicPartition, Long> settled(long nowMillis) {
    long quietSince = Math.max(locatedMillis, busyUntilMillis);
    if (batchesSince < QUEUE && nowMillis - quietSince < IDLE_MILLIS) {
      return Map.of();
    }
    Map<TopicPartition, Long> settled = positions;
    positions = Map.of();
    return settled;
  }

  /** Forgets all: the partitions changed. */
  void reset() {
    positions = Map.of();
    batchesSince = 0;
  }
}
