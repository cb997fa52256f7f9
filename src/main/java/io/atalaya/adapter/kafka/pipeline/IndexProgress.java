package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Arrays;
import java.util.Map;

/**
 * Up to which append time everything meant for one partition index was read: of its own topics, and
 * of what the other indexes forward to it.
 *
 * <p>One writer: the stage that owns the index.
 */
final class IndexProgress {

  private final Map<String, InputPartition> inputs;

  /** By index, the time up to which it has forwarded everything. */
  private final long[] forwardedMillis;

  /**
   * @param inputs the positions by topic, {@code monitoring.rekeyed} among them
   */
  IndexProgress(Map<String, InputPartition> inputs, int indexes) {
    this.inputs = inputs;
    forwardedMillis = new long[indexes];
    Arrays.fill(forwardedMillis, Long.MIN_VALUE);
  }

  /** Everything appended before this time to the index's own topics was read and forwarded. */
  long ownMillis() {
    long least = Long.MAX_VALUE;
    for (Map.Entry<String, InputPartition> input : inputs.entrySet()) {
      if (!input.getKey().equals(Topics.REKEYED)) {
        least = Math.min(least, input.getValue().progressMillis());
      }
    }
    return least;
  }

  /** Everything appended before this time to any topic, and meant for this index, was read. */
  long millis() {
    return Math.min(ownMillis(), Arrays.stream(forwardedMillis).min().orElseThrow());
  }

  /** Takes note of how far another index is; what is known already changes nothing. */
  void forwarded(Rekeyed.Progress progress) {
    int index = progress.index();
    if (index < forwardedMillis.length) {
      forwardedMillis[index] = Math.max(forwardedMillis[index], progress.millis());
    }
  }

  /** Writes what others have forwarded; the positions are the reader's. */
  void writeTo(ByteWriter out) {
    out.writeUnsigned(forwardedMillis.length);
    for (long millis : forwardedMillis) {
      out.writeSigned(millis);
    }
  }

  /**
   * Restores what {@link #writeTo} wrote.
   *
   * @throws IllegalArgumentException when there were more or fewer indexes
   */
  void restoreFrom(ByteReader in) {
    if (in.readUnsigned() != forwardedMillis.length) {
      throw new IllegalArgumentException("the number of partitions was another");
    }
    Arrays.setAll(forwardedMillis, i -> in.readSigned());
  }
}
