package io.atalaya.notebook.report;

import java.util.OptionalDouble;

/** What stands in a table, at one place. */
public sealed interface Cell {

  /** Words. */
  record Words(String text) implements Cell {}

  /** A figure, which its column formats. */
  record Figure(double value) implements Cell {

    /** Refuses what is no figure: {@link Absent} says that there is none. */
    public Figure {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            value + " is no figure: give a finite one, or Cell.absent()");
      }
    }
  }

  /** Nothing: the figure is undefined, or was not measured. */
  record Absent() implements Cell {}

  /** Words. */
  static Cell of(String text) {
    return new Words(text);
  }

  /** A figure. */
  static Cell of(double value) {
    return new Figure(value);
  }

  /** A figure, if there is one. */
  static Cell of(OptionalDouble value) {
    return value.isPresent() ? new Figure(value.getAsDouble()) : new Absent();
  }

  /** Nothing. */
  static Cell absent() {
    return new Absent();
  }
}
