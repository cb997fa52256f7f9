package io.atalaya.monitor;

/**
 * Which segments of a model have figures of their own; the others are put together.
 *
 * @param top how many, from 0
 * @param by which ones
 */
public record SegmentSettings(int top, Order by) {

  /** The ten largest. */
  public static final SegmentSettings DEFAULT = new SegmentSettings(10, Order.LARGEST);

  private static final int MOST = 100;

  /** What comes first. */
  public enum Order {
    /** Those with the most predictions. */
    LARGEST,
    /** Those with the lowest accuracy, of at least thirty scored pairs. */
    WORST
  }

  public SegmentSettings {
    if (top < 0 || top > MOST) {
      throw new IllegalArgumentException(
          "top: " + top + " is not from 0 to " + MOST + ": give a number of segments, say 10");
    }
  }
}
