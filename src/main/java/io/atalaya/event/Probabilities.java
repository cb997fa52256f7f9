package io.atalaya.event;

import java.util.Arrays;
import java.util.List;

/**
 * The probabilities that a classifier gave to classes, not necessarily to all.
 *
 * <p>Immutable; the arrays given are kept, not copied.
 */
public final class Probabilities {

  private final String[] classes;
  private final double[] values;

  /**
   * @param classes distinct names
   * @param values their probabilities, each from 0 to 1
   */
  public Probabilities(String[] classes, double[] values) {
    if (classes.length != values.length) {
      throw new IllegalArgumentException("classes and values must have the same length");
    }
    this.classes = classes;
    this.values = values;
  }

  /** The probability of one class. */
  public static Probabilities of(String name, double probability) {
    return new Probabilities(new String[] {name}, new double[] {probability});
  }

  /** The number of classes. */
  public int size() {
    return classes.length;
  }

  /** The name of the class at {@code index}. */
  public String name(int index) {
    return classes[index];
  }

  /** The probability of the class at {@code index}. */
  public double value(int index) {
    return values[index];
  }

  /** The probability of a class; NaN where none was given. */
  public double of(String name) {
    for (int i = 0; i < classes.length; i++) {
      if (classes[i].equals(name)) {
        return values[i];
      }
    }
    return Double.NaN;
  }

  /** The probability of a class; where none was given, of all without one. */
  public double ofOrRest(String name) {
    double given = of(name);
    return Double.isNaN(given) ? rest() : given;
  }

  /** The probability that those given leave, at least 0. */
  public double rest() {
    double rest = 1;
    for (double value : values) {
      rest -= value;
    }
    return Math.max(0, rest);
  }

  /** The names, for messages and tests. */
  public List<String> names() {
    return List.of(classes);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Probabilities other
        && Arrays.equals(classes, other.classes)
        && Arrays.equals(values, other.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(classes) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(classes) + Arrays.toString(values);
  }
}
