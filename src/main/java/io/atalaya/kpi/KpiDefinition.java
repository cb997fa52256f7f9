package io.atalaya.kpi;

/**
 * A declared business figure over the interactions with a model's answers.
 *
 * @param formula what is computed
 * @param attributed whether only those interactions count that are attributed to a prediction
 * @param segments whether it is computed for each segment as well
 */
public record KpiDefinition(Formula formula, boolean attributed, boolean segments) {

  /** The longest name of a type of interaction, in characters. */
  private static final int MAX_TYPE = 64;

  /** What is computed, of the interactions in a window. */
  public sealed interface Formula {}

  /** One quantity over another; undefined where that is 0. */
  public record Ratio(Quantity of, Quantity to) implements Formula {}

  /** The number of interactions of a type, a second of the window; 0 without any. */
  public record Rate(String type) implements Formula {
    public Rate {
      type = checkedType(type);
    }
  }

  /** The sum of the values of the interactions of a type; 0 without any. */
  public record Sum(String type) implements Formula {
    public Sum {
      type = checkedType(type);
    }
  }

  /** The mean value of the interactions of a type that have one; undefined without any. */
  public record Mean(String type) implements Formula {
    public Mean {
      type = checkedType(type);
    }
  }

  /**
   * Of the interactions of a type that have a value, the share whose value is {@code atMost} or
   * less; undefined without any.
   */
  public record Share(String type, double atMost) implements Formula {
    public Share {
      type = checkedType(type);
      if (!Double.isFinite(atMost)) {
        throw new IllegalArgumentException(
            "at-most: " + atMost + " is not finite: give a value, for example 2");
      }
    }
  }

  /** About how many predictions the interactions of a type name, each once; 0 without any. */
  public record CountDistinct(String type) implements Formula {
    public CountDistinct {
      type = checkedType(type);
    }
  }

  /** What a ratio is made of. */
  public sealed interface Quantity {

    /** The number of interactions of a type. */
    record Count(String type) implements Quantity {
      public Count {
        type = checkedType(type);
      }
    }

    /** The sum of the values of the interactions of a type. */
    record Total(String type) implements Quantity {
      public Total {
        type = checkedType(type);
      }
    }

    /** The number of the model's predictions, failed ones included. */
    record Predictions() implements Quantity {}
  }

  /**
   * A type that an interaction can have.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static String checkedType(String type) {
    if (type.isBlank()) {
      throw new IllegalArgumentException(
          "is empty: give a type of interaction, for example conversion");
    }
    if (type.codePointCount(0, type.length()) > MAX_TYPE) {
      throw new IllegalArgumentException(
          "%s has more than %d characters: no interaction has such a type"
              .formatted(type, MAX_TYPE));
    }
    return type;
  }
}
