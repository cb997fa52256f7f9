package io.atalaya.notebook.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Points with a name, of one colour.
 *
 * @param name as the legend has it
 * @param points in the order in which they are connected
 */
public record Series(String name, List<Point> points) {

  /** Copies the points. */
  public Series {
    points = List.copyOf(points);
  }

  /**
   * A point.
   *
   * @param x finite
   * @param y NaN where there is none: a line has a gap there
   */
  public record Point(double x, double y) {

    /** Refuses a place that cannot be drawn. */
    public Point {
      if (!Double.isFinite(x) || Double.isInfinite(y)) {
        throw new IllegalArgumentException(
            "(%s, %s) is no point: x must be finite, y finite or NaN for none".formatted(x, y));
      }
    }
  }

  /** The points of values side by side. */
  public static Series of(String name, double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "series %s: %d values of x and %d of y".formatted(name, x.length, y.length));
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      points.add(new Point(x[i], y[i]));
    }
    return new Series(name, points);
  }
}
