package io.atalaya.notebook.report.chart;

/** What is drawn across a chart to say where something happened, or which bound there is. */
public sealed interface Mark {

  /** What the mark says. */
  String label();

  /** A vertical line at {@code x}. */
  record At(double x, String label) implements Mark {}

  /** A vertical band between two values of x. */
  record Between(double from, double to, String label) implements Mark {

    /** Refuses a band that ends before it begins. */
    public Between {
      if (!(from <= to)) {
        throw new IllegalArgumentException(
            "band '%s' is from %s to %s: it must not end before it begins"
                .formatted(label, from, to));
      }
    }
  }

  /** A horizontal line at {@code y}: a bound. */
  record Level(double y, String label) implements Mark {}
}
