package io.atalaya.monitor;

import io.atalaya.window.Panes;

/**
 * The slices into which the time over which a reference is learned is divided, aligned to the epoch
 * and so the same for all indexes.
 *
 * <p>A slice is known by its number modulo {@value #PARTS}: indexes that learn together begin
 * within one period, so that what they learn is of at most two. Immutable.
 *
 * @param widthMillis the length of a slice, a multiple of the pane
 */
record LearningSlices(long widthMillis) {

  /** How many are told apart. */
  static final int PARTS = 64;

  private static final int MOST = 24;

  /** The slices of a period of {@code overMillis}: at most 24, and none shorter than a pane. */
  static LearningSlices of(long overMillis, long paneMillis) {
    return new LearningSlices(Panes.ceiling(Math.ceilDiv(overMillis, MOST), paneMillis));
  }

  /** The part that a time is in. */
  int partOf(long millis) {
    return (int) Math.floorMod(Math.floorDiv(millis, widthMillis), (long) PARTS);
  }

  /** The start of the {@code i}-th slice of a period that begins at {@code firstMillis}. */
  long startMillis(long firstMillis, int i) {
    return Panes.startOf(firstMillis, widthMillis) + i * widthMillis;
  }

  /** The start of the slice of a part, in a period that begins at {@code firstMillis}. */
  long startOfPart(long firstMillis, int part) {
    return startMillis(firstMillis, Math.floorMod(part - partOf(firstMillis), PARTS));
  }
}
