package io.atalaya.event;

/** What a model predicts and what really happens: a number, or the name of a class. */
public sealed interface Label {

  /** A finite number, in the model's unit. */
  record Numeric(double value) implements Label {
    public Numeric {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a label must be finite, not " + value);
      }
    }
  }

  /** The name of a class. */
  record Category(String name) implements Label {}
}
