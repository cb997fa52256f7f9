package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.event.Features;
import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.event.Probabilities;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClassLabelsTest {

  private final ClassLabels open = new ClassLabels(ClassSettings.DEFAULT);
  private final ClassLabels churn = new ClassLabels(new ClassSettings("yes", 0.3));

  private static Label number(double value) {
    return new Label.Numeric(value);
  }

  private static Label named(String name) {
    return new Label.Category(name);
  }

  private static Prediction prediction(
      Label value, double confidence, @Nullable Probabilities stated) {
    return new Prediction(
        PredictionId.of("p"),
        "m",
        "1",
        0,
        value,
        null,
        confidence,
        Double.NaN,
        Features.NONE,
        null,
        stated,
        null,
        null);
  }

  private static Prediction prediction(Label value) {
    return prediction(value, Double.NaN, null);
  }

  private static @Nullable Label actual(ClassLabels labels, @Nullable Label actual) {
    return labels.of(new Outcome(PredictionId.of("p"), "m", 0, false, actual)).actual();
  }

  @Test
  void withoutAPositiveClassAProbabilityIsOfOne() {
    Prediction likely = open.of(prediction(number(0.5)));
    assertEquals(named("1"), likely.value());
    assertEquals(Probabilities.of("1", 0.5), likely.probabilities());
    Prediction unlikely = open.of(prediction(number(Math.nextDown(0.5))));
    assertEquals(named("0"), unlikely.value());
    assertEquals(named("1"), actual(open, number(1)));
    assertEquals(named("0"), actual(open, number(-0.0)));
  }

  @Test
  void wholeNumbersAreNamesOfClasses() {
    Prediction seven = open.of(prediction(number(7)));
    assertEquals(named("7"), seven.value());
    assertNull(seven.probabilities());
    assertEquals(named("-3"), actual(open, number(-3)));
    assertEquals(named("1"), open.of(prediction(number(1))).value());
    assertNull(open.of(prediction(number(1))).probabilities());
  }

  @Test
  void withAPositiveClassNumbersUpToOneAreItsProbability() {
    assertEquals(named("yes"), churn.of(prediction(number(0.3))).value());
    Prediction sure = churn.of(prediction(number(0)));
    assertEquals(named("not yes"), sure.value());
    assertEquals(Probabilities.of("yes", 0), sure.probabilities());
  }

  @Test
  void withAPositiveClassAllOthersAreOne() {
    assertEquals(named("yes"), churn.of(prediction(named("yes"))).value());
    assertEquals(named("not yes"), churn.of(prediction(named("no"))).value());
    assertEquals(named("not yes"), actual(churn, named("maybe")));
    assertEquals(named("yes"), actual(churn, number(1)));
    assertEquals(named("not yes"), actual(churn, number(0)));
    assertEquals(named("not yes"), actual(churn, number(2)));
  }

  @Test
  void whereThePositiveClassIsANumberNumbersAreNames() {
    ClassLabels zero = new ClassLabels(new ClassSettings("0", 0.5));
    assertEquals(named("0"), actual(zero, number(0)));
    assertEquals(named("not 0"), actual(zero, number(1)));
  }

  @Test
  void aConfidenceIsTheProbabilityOfTheClassPredicted() {
    assertEquals(
        Probabilities.of("law", 0.7), open.of(prediction(named("law"), 0.7, null)).probabilities());
    assertEquals(
        Probabilities.of("not yes", 0.9),
        churn.of(prediction(named("no"), 0.9, null)).probabilities());
    Probabilities stated = Probabilities.of("law", 0.2);
    assertEquals(stated, open.of(prediction(named("law"), 0.7, stated)).probabilities());
  }

  @Test
  void aRetractionStaysOne() {
    assertNull(actual(churn, null));
  }

  @Test
  void otherNumbersAreNeitherClassNorProbability() {
    assertTrue(open.predicts(number(0.5)));
    assertTrue(open.predicts(number(2)));
    assertFalse(open.predicts(number(1.5)));
    assertFalse(open.predicts(number(-0.1)));
    assertFalse(open.predicts(number(1e300)));
    assertTrue(open.observes(number(1)));
    assertFalse(open.observes(number(0.5)));
    assertTrue(open.observes(named("x")));
  }
}
