package io.atalaya.adapter.kafka.pipeline;

/**
 * When the next flush is due: at once after a small one, and after a large one as late as a budget
 * of bytes a second wants it.
 *
 * <p>A flush states whole panes, however little of them changed. Where many panes change all the
 * time, flushing half as often halves the bytes, and costs freshness alone: the pace gives way to
 * the budget up to {@value #LONGEST_MILLIS} ms, and the budget to the pace beyond. One writer.
 */
final class FlushPace {

  /** The longest time between two flushes; figures are no older because of the budget. */
  static final long LONGEST_MILLIS = 5_000;

  private final long bytesPerSecond;
  private long dueMillis = Long.MIN_VALUE;

  /**
   * @param bytesPerSecond the budget, before compression
   */
  FlushPace(long bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "bytesPerSecond: " + bytesPerSecond + " is below 1: give a number of bytes");
    }
    this.bytesPerSecond = bytesPerSecond;
  }

  boolean isDue(long nowMillis) {
    return nowMillis >= dueMillis;
  }

  /** Makes the next flush due at once. */
  void hasten() {
    dueMillis = Long.MIN_VALUE;
  }

  /** Takes note of a flush. */
  void flushed(long bytes, long nowMillis) {
    dueMillis = nowMillis + Math.min(LONGEST_MILLIS, 1_000 * bytes / bytesPerSecond);
  }
}
