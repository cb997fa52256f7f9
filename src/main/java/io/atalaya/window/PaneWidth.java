package io.atalaya.window;

import java.time.Duration;

/**
 * The step by which a sliding window moves: the width of the panes that it is made of.
 *
 * <p>A window of n steps of the configured pane has n panes when n is at most {@value #MOST};
 * otherwise the most panes, from {@value #LEAST} to {@value #MOST}, that divide n evenly. So a
 * window is always a whole number of panes, and never of many.
 */
public final class PaneWidth {

  /** The most panes that a window has. */
  public static final int MOST = 360;

  /** The fewest panes that a window longer than {@value #MOST} steps may have. */
  public static final int LEAST = 30;

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);

  private PaneWidth() {}

  /**
   * The finest step as it was given.
   *
   * @throws IllegalArgumentException if it is not from 100 ms to 1 h
   */
  public static Duration checkedPane(Duration pane) {
    if (pane.compareTo(SHORTEST) < 0 || pane.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s is not from %s to %s: give a duration, for example 10s"
              .formatted(
                  pane.toMillis() < SHORTEST.toMillis()
                      ? pane.toMillis() + "ms"
                      : WindowLabel.of(pane),
                  WindowLabel.of(SHORTEST),
                  WindowLabel.of(LONGEST)));
    }
    return pane;
  }

  /**
   * The width of the panes of {@code window}: the smallest multiple of {@code pane} that divides it
   * and is at least a {@value #MOST}th of it.
   *
   * @param window the window's length
   * @param pane the finest step
   * @throws IllegalArgumentException if the window is no positive multiple of the pane, or has no
   *     such width that leaves {@value #LEAST} panes; the message names the nearest windows that do
   */
  public static Duration of(Duration window, Duration pane) {
    if (!window.isPositive()) {
      throw new IllegalArgumentException(
          window.toMillis() + "ms is not above 0: give a duration, for example 1h");
    }
    long steps = window.dividedBy(pane);
    if (!pane.multipliedBy(steps).equals(window)) {
      throw new IllegalArgumentException(
          "%s is no multiple of the pane of %s: give %s"
              .formatted(WindowLabel.of(window), WindowLabel.of(pane), nearest(steps, pane)));
    }
    long panes = panes(steps);
    if (panes == 0) {
      throw new IllegalArgumentException(
          "%s cannot slide in %d to %d even steps of whole panes of %s: give %s"
              .formatted(
                  WindowLabel.of(window), LEAST, MOST, WindowLabel.of(pane), nearest(steps, pane)));
    }
    return window.dividedBy(panes);
  }

  /** The number of panes of a window of {@code steps} steps, 0 if there is no suitable one. */
  private static long panes(long steps) {
    if (steps <= MOST) {
      return steps;
    }
    for (int panes = MOST; panes >= LEAST; panes--) {
      if (steps % panes == 0) {
        return panes;
      }
    }
    return 0;
  }

  /** The nearest suitable windows of at most, and of more than, {@code steps} steps. */
  private static String nearest(long steps, Duration pane) {
    // Every multiple of LEAST is suitable, so both searches are short.
    long below = steps;
    long above = steps + 1;
    while (panes(above) == 0) {
      above++;
    }
    while (below > 0 && panes(below) == 0) {
      below--;
    }
    String longer = WindowLabel.of(pane.multipliedBy(above));
    return below == 0 ? longer : WindowLabel.of(pane.multipliedBy(below)) + " or " + longer;
  }
}
