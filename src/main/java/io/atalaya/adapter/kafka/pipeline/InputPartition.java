package io.atalaya.adapter.kafka.pipeline;

/**
 * How far one input partition was read, and from where on its records count.
 *
 * <p>Offsets of a partition have gaps (compaction, transaction markers), so "read up to offset o"
 * is known either from a record processed at o - 1 or later, or from the consumer's own position
 * once everything it handed out before has been processed. One writer.
 */
final class InputPartition {

  /** No target: everything read is new. */
  static final long NONE = -1;

  private final long committedOffset;
  private long nextOffset;
  private long processedPosition;
  private long appendedMillis = Long.MIN_VALUE;
  private long completeMillis = Long.MIN_VALUE;

  /**
   * @param committedOffset the group's committed offset; {@link #NONE} without one
   * @param startOffset where reading starts; {@link #NONE} when that is not known
   */
  InputPartition(long committedOffset, long startOffset) {
    this.committedOffset = committedOffset;
    this.nextOffset = startOffset;
  }

  /** Whether the record at {@code offset} was not counted before a restart. */
  boolean isLive(long offset) {
    return offset >= committedOffset;
  }

  /** Takes note of a processed record. */
  void processed(long offset, long timestampMillis) {
    nextOffset = offset + 1;
    appendedMillis = Math.max(appendedMillis, timestampMillis);
  }

  /** Takes note that everything before the consumer's position {@code offset} was processed. */
  void processedTo(long offset) {
    processedPosition = Math.max(processedPosition, offset);
  }

  /** Takes note that at {@code atMillis} the partition ended at {@code endOffset}. */
  void ended(long endOffset, long atMillis) {
    if (reached(endOffset)) {
      completeMillis = Math.max(completeMillis, atMillis);
    }
  }

  /** Whether everything that was committed before has been read again. */
  boolean isRecovered() {
    return committedOffset == NONE || reached(committedOffset);
  }

  /** Everything appended before this time has been read; {@link Long#MIN_VALUE} if unknown. */
  long progressMillis() {
    return Math.max(appendedMillis, completeMillis);
  }

  /** The offset to commit: that of the next record to read; {@link #NONE} when unknown. */
  long offsetToCommit() {
    return Math.max(Math.max(nextOffset, processedPosition), committedOffset);
  }

  /** The offset of the next record to read. */
  long nextOffset() {
    return Math.max(nextOffset, processedPosition);
  }

  private boolean reached(long offset) {
    return Math.max(nextOffset, processedPosition) >= offset;
  }
}
