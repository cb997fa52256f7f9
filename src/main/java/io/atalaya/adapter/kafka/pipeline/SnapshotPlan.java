package io.atalaya.adapter.kafka.pipeline;

import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * When the state of one index is to be written again, and where its last two snapshots are.
 *
 * <p>A snapshot is worth its cost once reading again what came since would cost more: the bytes
 * read since are compared with those of the last one. The snapshot before is kept in case the
 * newest one cannot be used. What was read is told by the index's one writer; what became of a
 * snapshot, by any thread.
 */
final class SnapshotPlan {

  /**
   * So many bytes may have to be read again for each byte of a snapshot. To read one costs somewhat
   * more than to write one: fewer would make snapshots more than a few percent of all work, and
   * more would make restarts slower.
   */
  private static final long BYTES_READ_AGAIN = 16;

  /** So much is read again in a moment. */
  private static final long LEAST_BYTES = 16L << 20;

  private final long mostMillis;
  private long bytesRead;
  private long bytesAtStart;
  private long lastSize;
  private long lastMillis;
  private boolean underWay;
  private List<Long> offsets = List.of();
  private List<Long> committing = List.of();
  private long neededFrom;

  /**
   * @param interval after which a snapshot is due, whatever was read
   */
  SnapshotPlan(SnapshotInterval interval) {
    mostMillis = interval.length().toMillis();
  }

  /** Takes note of a record that a replay would have to read again. */
  void read(ConsumerRecord<byte[], byte[]> record) {
    bytesRead += record.value() == null ? 0 : record.value().length;
  }

  /** Whether a snapshot is to be written now. */
  synchronized boolean isDue(long nowMillis) {
    if (lastMillis == 0) {
      lastMillis = nowMillis;
    }
    long since = bytesRead - bytesAtStart;
    return !underWay
        && (since >= Math.max(LEAST_BYTES, BYTES_READ_AGAIN * lastSize)
            || nowMillis - lastMillis >= mostMillis);
  }

  /** A snapshot of {@code size} bytes is being written. */
  synchronized void started(int size, long nowMillis) {
    underWay = true;
    bytesAtStart = bytesRead;
    lastSize = size;
    lastMillis = nowMillis;
  }

  /** The snapshot is on the log. */
  synchronized void written(long offset) {
    underWay = false;
    offsets = offsets.isEmpty() ? List.of(offset) : List.of(offset, offsets.getFirst());
  }

  /** The snapshot could not be written. */
  synchronized void failed() {
    underWay = false;
  }

  /** The offsets of the snapshots that can be used, the newest first; to be committed now. */
  synchronized List<Long> commit() {
    committing = offsets;
    return offsets;
  }

  /**
   * The commit before has succeeded.
   *
   * @return the offset before which nothing is needed any more, when that is news
   */
  synchronized OptionalLong committed() {
    if (committing.isEmpty() || committing.getLast() <= neededFrom) {
      return OptionalLong.empty();
    }
    neededFrom = committing.getLast();
    return OptionalLong.of(neededFrom);
  }

  /** The snapshots found by this owner. */
  synchronized void found(List<Long> known) {
    offsets = known;
  }
}
