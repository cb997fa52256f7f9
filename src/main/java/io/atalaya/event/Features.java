package io.atalaya.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one prediction, in the order of the event: each a number, a category (a string or a
 * boolean) or null.
 *
 * <p>Parallel arrays rather than a map of objects: a prediction with ten inputs is decoded and
 * counted many times a millisecond. The arrays given are kept, not copied.
 */
public final class Features {

  /** Of an event that says nothing of its inputs. */
  public static final Features NONE = new Features(new String[0], new double[0], new String[0]);

  /** Of an event that says that it has no inputs. */
  public static final Features EMPTY = new Features(new String[0], new double[0], new String[0]);

  private final String[] names;
  private final double[] numbers;
  private final @Nullable String[] categories;

  /**
   * @param names the names of the inputs
   * @param numbers their values; NaN where the input is no number
   * @param categories where it is no number, the string or boolean as text, or null for a null
   */
  public Features(String[] names, double[] numbers, @Nullable String[] categories) {
    if (names.length != numbers.length || names.length != categories.length) {
      throw new IllegalArgumentException("names and values must have the same length");
    }
    this.names = names;
    this.numbers = numbers;
    this.categories = categories;
  }

  /** Whether the event says what its inputs are, be it that there are none. */
  public boolean areGiven() {
    return this != NONE;
  }

  /** The number of inputs. */
  public int size() {
    return names.length;
  }

  /** The name of the input at {@code index}. */
  public String name(int index) {
    return names[index];
  }

  /** The input at {@code index} as a number; NaN when it is none. */
  public double number(int index) {
    return numbers[index];
  }

  /** The input at {@code index} as a category; null when it is a number or null. */
  public @Nullable String category(int index) {
    return categories[index];
  }

  /**
   * Whether these are the inputs of the same names in the same order, as far as can be told at
   * once: events that a decoder knows to be alike share their names.
   */
  public boolean sharesNames(Features other) {
    return names == other.names;
  }

  /** The names, for messages and tests. */
  public List<String> names() {
    return List.of(names);
  }
}
