package io.atalaya.notebook.report.chart;

/**
 * One direction of a chart.
 *
 * @param title what is measured along it, with its unit
 * @param scale how values are laid out along it
 */
public record Axis(String title, Scale scale) {

  /** How values are laid out. */
  public enum Scale {
    /** Evenly, and not necessarily from 0. */
    LINEAR,
    /** Evenly, from 0. */
    FROM_ZERO,
    /** By their logarithm; all are above 0. */
    LOGARITHMIC,
    /** Seconds since 1970, shown as dates and times of day in UTC. */
    TIME
  }

  /** An axis that need not begin at 0. */
  public static Axis linear(String title) {
    return new Axis(title, Scale.LINEAR);
  }

  /** An axis that begins at 0. */
  public static Axis fromZero(String title) {
    return new Axis(title, Scale.FROM_ZERO);
  }

  /** An axis of values above 0, by their logarithm. */
  public static Axis logarithmic(String title) {
    return new Axis(title, Scale.LOGARITHMIC);
  }

  /** An axis of seconds since 1970. */
  public static Axis time(String title) {
    return new Axis(title, Scale.TIME);
  }
}
