package io.atalaya.signal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What a judgement rests on: named numbers and words, in the order in which they should be read.
 *
 * @param values the values by name; unmodifiable
 */
public record Evidence(SequencedMap<String, Value> values) {

  /** No evidence. */
  public static final Evidence NONE = new Evidence(new LinkedHashMap<>());

  /** One piece of evidence. */
  public sealed interface Value {

    /** A finite number, in base units. */
    record Numeric(double value) implements Value {
      public Numeric {
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException("evidence must be finite, not " + value);
        }
      }
    }

    /** A number of things. */
    record Count(long value) implements Value {}

    /** Words for people. */
    record Text(String value) implements Value {}
  }

  public Evidence {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /** This and a number at the end. */
  public Evidence with(String name, double value) {
    return with(name, new Value.Numeric(value));
  }

  /** This and a number of things at the end. */
  public Evidence with(String name, long value) {
    return with(name, new Value.Count(value));
  }

  /** This and words at the end. */
  public Evidence with(String name, String value) {
    return with(name, new Value.Text(value));
  }

  /** This and, after it, all of the other. */
  public Evidence with(Evidence other) {
    SequencedMap<String, Value> all = new LinkedHashMap<>(values);
    all.putAll(other.values);
    return new Evidence(all);
  }

  private Evidence with(String name, Value value) {
    SequencedMap<String, Value> all = new LinkedHashMap<>(values);
    all.put(name, value);
    return new Evidence(all);
  }
}
