package io.atalaya.monitor;

import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.atalaya.event.Probabilities;
import org.jspecify.annotations.Nullable;

/**
 * Reads the labels of a classifier: every prediction and outcome as a class, with what was stated
 * of its probability.
 *
 * <p>A predicted number between 0 and 1 is the probability of the positive class, which is {@code
 * 1} where none is configured, and stands for the class or not by the threshold; 0 and 1 themselves
 * are probabilities only where a positive class is configured, else classes. Any other whole number
 * is the class of that name, as is an actual; where the positive class is no number, an actual of 1
 * is that class, and one of 0 is not. With a positive class all others are one. A confidence is the
 * probability of the class predicted where nothing else states one.
 *
 * <p>Immutable.
 */
final class ClassLabels {

  private static final Label TRUE = new Label.Numeric(1);
  private static final String ONE = "1";
  private static final String ZERO = "0";

  private final boolean configured;
  private final String positive;
  private final Label.Category yes;
  private final Label.Category no;
  private final double threshold;

  ClassLabels(ClassSettings settings) {
    String name = settings.positive();
    configured = name != null;
    positive = name == null ? ONE : name;
    yes = new Label.Category(positive);
    no = new Label.Category(configured ? "not " + positive : ZERO);
    threshold = settings.threshold();
  }

  /** Whether a prediction's value is a class or a probability. */
  boolean predicts(Label value) {
    return value instanceof Label.Category
        || (value instanceof Label.Numeric(double number)
            && (isWhole(number) || (number > 0 && number < 1)));
  }

  /** Whether an outcome's actual is a class. */
  boolean observes(Label actual) {
    return actual instanceof Label.Category
        || (actual instanceof Label.Numeric(double number) && isWhole(number));
  }

  /** The prediction with a class for its value. */
  Prediction of(Prediction prediction) {
    Label value = prediction.value();
    if (value == null) {
      return prediction;
    }
    Probabilities stated = prediction.probabilities();
    Label.Category named;
    if (value instanceof Label.Numeric(double number) && isProbability(number)) {
      named = number >= threshold ? yes : no;
      stated = stated == null ? Probabilities.of(positive, number) : stated;
    } else {
      named = named(value);
      stated = stated == null ? confidence(prediction, named) : stated;
    }
    return prediction.withClass(named, stated);
  }

  /** The outcome with a class for its actual. */
  Outcome of(Outcome outcome) {
    Label actual = outcome.actual();
    if (actual == null) {
      return outcome;
    }
    boolean isTruth = configured && !isNumber(positive) && actual.equals(TRUE);
    return outcome.withActual(isTruth ? yes : named(actual));
  }

  private boolean isProbability(double number) {
    return configured ? number >= 0 && number <= 1 : number > 0 && number < 1;
  }

  private static @Nullable Probabilities confidence(Prediction prediction, Label.Category named) {
    return Double.isNaN(prediction.confidence())
        ? null
        : Probabilities.of(named.name(), prediction.confidence());
  }

  /** The class of a label; with a positive one, that or the rest. */
  private Label.Category named(Label label) {
    Label.Category named =
        switch (label) {
          case Label.Category category -> category;
          case Label.Numeric(double number) -> new Label.Category(Long.toString((long) number));
        };
    return !configured ? named : named.equals(yes) ? yes : no;
  }

  private static boolean isWhole(double number) {
    return number == Math.rint(number) && Math.abs(number) < 0x1p53;
  }

  private static boolean isNumber(String name) {
    return name.chars().allMatch(Character::isDigit);
  }
}
