package io.atalaya.window;

/**
 * Arithmetic of panes: half-open intervals {@code [start, start + width)} of event time, aligned to
 * the epoch. All times and widths are in milliseconds.
 */
public final class Panes {

  private Panes() {}

  /** The start of the pane of width {@code width} that holds {@code time}. */
  public static long startOf(long time, long width) {
    return time - Math.floorMod(time, width);
  }

  /** The end, exclusive, of the pane of width {@code width} that holds {@code time}. */
  public static long endOf(long time, long width) {
    return startOf(time, width) + width;
  }

  /** The first boundary of panes of width {@code width} at or after {@code time}. */
  public static long ceiling(long time, long width) {
    return -startOf(-time, width);
  }
}
