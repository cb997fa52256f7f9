package io.atalaya.matching;

import static io.atalaya.matching.RecordedInteractions.click;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Features;
import io.atalaya.event.Interaction;
import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.matching.RecordedInteractions.GivenUpOnce;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttributionTest {

  private static final long HORIZON = 200;
  private static final long WINDOW = 100;
  private static final long LATENESS = 10;
  private static final long T = 10_000;

  private RecordedInteractions found = new RecordedInteractions();
  private Matching matching = new Matching(1_000);
  private OutcomeMatcher matcher = matching.matcher("m", HORIZON, new RecordingListener());
  private Attribution attribution = attribution(1_000);

  private Attribution attribution(int limit) {
    return new Attribution(matcher, found, WINDOW, LATENESS, new Quota(limit));
  }

  private void predict(String id, long millis) {
    predict(id, millis, null, true);
  }

  private void predict(String id, long millis, @Nullable String error, boolean live) {
    Prediction prediction =
        new Prediction(
            PredictionId.of(id),
            "m",
            "1",
            millis,
            error == null ? new Label.Numeric(1) : null,
            error,
            Double.NaN,
            Double.NaN,
            Features.NONE,
            null,
            null,
            "segment",
            null);
    if (matcher.add(prediction, millis, live)) {
      attribution.predicted(prediction, live);
    }
  }

  private boolean interact(Interaction interaction, long appendedMillis) {
    return attribution.add(interaction, "own", "own segment", appendedMillis, true);
  }

  private boolean interact(String id, long appendedMillis) {
    return interact(click(id, appendedMillis, true, 1), appendedMillis);
  }

  private void advance(long millis) {
    matching.advance(millis, true);
    attribution.advance(millis);
  }

  private void assertCounts(int attributed, int others) {
    assertEquals(attributed, found.count(true), "attributed");
    assertEquals(others, found.count(false), "not attributed");
  }

  @Test
  void anInteractionCountsToTheVersionAndSegmentOfItsPrediction() {
    predict("p", T);
    Interaction click = click("p", T + 20, true, 3);

    assertTrue(interact(click, T + 30));

    assertEquals(Map.of(new Attributed(click, "1", "segment", true), 1), found.counted());
  }

  @Test
  void withoutItsPredictionItCountsToItsOwnVersionAndSegment() {
    Interaction click = click("p", T, true, 3);
    interact(click, T);
    assertEquals(Map.of(new Attributed(click, "own", "own segment", false), 1), found.counted());
  }

  @Test
  void onceItsPredictionHasComeItIsMoved() {
    Interaction click = click("p", T, true, 3);
    interact(click, T);
    assertTrue(attribution.isWaiting());

    predict("p", T + 5);

    assertEquals(Map.of(new Attributed(click, "1", "segment", true), 1), found.counted());
    assertFalse(attribution.isWaiting());
  }

  @Test
  void allThatWaitForOnePredictionAreMoved() {
    interact("p", T);
    interact("p", T + 1);
    interact(click("p", T + 1, false, 1), T + 1);
    interact("q", T + 1);

    predict("p", T + 2);

    assertCounts(3, 1);
    assertTrue(attribution.isWaiting());
  }

  @Test
  void theWindowEndsSoLongAfterThePredictionsEventTime() {
    predict("p", T);
    interact("p", T + WINDOW);
    assertCounts(1, 0);
    interact("p", T + WINDOW + 1);
    assertCounts(1, 1);
  }

  @Test
  void aPredictionMayComeSoLongAfterItsInteraction() {
    interact("p", T);
    interact("q", T);
    predict("p", T + WINDOW);
    predict("q", T + WINDOW + 1);
    assertCounts(1, 1);
  }

  @Test
  void theSameHoldsWhenThePredictionIsReadFirst() {
    predict("p", T + WINDOW);
    predict("q", T + WINDOW + 1);
    interact("p", T);
    interact("q", T);
    assertCounts(1, 1);
  }

  @Test
  void itWaitsUntilEveryPredictionInTimeHasBeenRead() {
    interact("p", T);
    advance(T + WINDOW + LATENESS);
    assertTrue(attribution.isWaiting());
    advance(T + WINDOW + LATENESS + 1);
    assertFalse(attribution.isWaiting());
    assertEquals(0, attribution.size());
    assertCounts(0, 1);
  }

  @Test
  void aPredictionOfAnotherModelIsNotItsPrediction() {
    OutcomeMatcher other = matching.matcher("other", HORIZON, new RecordingListener());
    other.add(RecordingListener.prediction("p", T), T, true);
    interact("p", T);
    assertCounts(0, 1);
  }

  @Test
  void anOutcomeAloneIsNoPrediction() {
    matcher.add(new Outcome(PredictionId.of("p"), "m", T, true, new Label.Numeric(1)), T, true);
    interact("p", T);
    assertCounts(0, 1);
    predict("p", T);
    assertCounts(1, 0);
  }

  @Test
  void afterItsOutcomeThePredictionIsStillKnown() {
    predict("p", T);
    matcher.add(
        new Outcome(PredictionId.of("p"), "m", T + 50, true, new Label.Numeric(1)), T + 50, true);
    interact("p", T + WINDOW);
    interact("p", T + WINDOW + 1);
    assertCounts(1, 1);
  }

  @Test
  void aFailedPredictionMayBeInteractedWithToo() {
    predict("p", T, "timeout", true);
    Interaction click = click("p", T, true, 3);
    interact(click, T);
    assertEquals(Map.of(new Attributed(click, "1", "segment", true), 1), found.counted());
  }

  @Test
  void aRepetitionWithinTheWindowCountsOnce() {
    predict("p", T);
    Interaction click = click("p", T, true, 3);
    assertTrue(interact(click, T));
    assertFalse(interact(click, T + WINDOW));
    assertCounts(1, 0);
  }

  @Test
  void aRepetitionBeyondTheWindowCountsAgain() {
    Interaction click = click("p", T, true, 3);
    assertTrue(interact(click, T));
    assertTrue(interact(click, T + WINDOW + 1));
    assertCounts(0, 2);
  }

  @Test
  void aRepetitionOfARepetitionCountsOnceHoweverFarItIsFromTheFirst() {
    Interaction click = click("p", T, true, 3);
    assertTrue(interact(click, T));
    assertFalse(interact(click, T + WINDOW));
    assertFalse(interact(click, T + 2 * WINDOW));
    assertFalse(interact(click, T - WINDOW));
    assertFalse(interact(click, T - 2 * WINDOW));
    assertTrue(interact(click, T - 3 * WINDOW - 1));
  }

  @Test
  void theOneThatCountsAgainIsKnownAfterTheFirstIsForgotten() {
    Interaction click = click("p", T, true, 3);
    interact(click, T);
    assertTrue(interact(click, T + WINDOW + LATENESS + 1));
    advance(T + WINDOW + LATENESS + 1);
    assertEquals(1, attribution.size());
    assertFalse(interact(click, T + WINDOW + LATENESS + 1));
  }

  @Test
  void onceAttributedOnlyWhatCanBeRepeatedIsRemembered() {
    predict("p", T);
    interact(click("p", T, false, 3), T);
    interact(click(null, T, true, 3), T);
    assertEquals(0, attribution.size());
    interact(click("p", T, true, 3), T);
    assertEquals(1, attribution.size());
  }

  /** Else the panes that change are not written again. */
  @Test
  void aMoveIsLiveWhereverOneOfTheTwoIs() {
    attribution.add(click("p", T, true, 3), "own", null, T, false);
    assertFalse(found.anyLive());
    predict("p", T);
    assertTrue(found.anyLive());
  }

  @Test
  void aMoveIsLiveWhenOnlyThePredictionWasReadBefore() {
    assertLiveMoves(() -> interact(click("p", T, true, 3), T), () -> predict("p", T, null, false));
  }

  @Test
  void aMoveThatARepetitionReadBeforeBringsIsLiveToo() {
    Interaction click = click("p", T, true, 3);
    assertLiveMoves(
        () -> {
          interact(click, T);
          predict("p", T + WINDOW + 1, null, false);
        },
        () -> attribution.add(click, "own", "own segment", T + 1, false));
  }

  private void assertLiveMoves(Runnable before, Runnable move) {
    before.run();
    found.forgetLive();
    move.run();
    assertCounts(1, 0);
    assertTrue(found.anyLive());
  }

  @Test
  void whatDiffersInAnythingIsNoRepetition() {
    predict("p", T);
    Interaction one = click("p", T, true, 3);
    for (Interaction other :
        new Interaction[] {
          one,
          click("q", T, true, 3),
          click("p", T + 1, true, 3),
          click("p", T, true, 4),
          click("p", T, true, Double.NaN),
          new Interaction(one.id(), "m", "own", T, true, "tap", 3, "own segment"),
          new Interaction(one.id(), "m", "own", T, true, "click", 3, null)
        }) {
      assertTrue(interact(other, T), other.toString());
      assertFalse(interact(other, T), other.toString());
    }
    assertCounts(6, 1);
  }

  @Test
  void withoutATimeOrAPredictionNothingIsARepetition() {
    predict("p", T);
    for (int i = 0; i < 3; i++) {
      assertTrue(interact(click("p", T, false, 3), T));
      assertTrue(interact(click(null, T, true, 3), T));
    }
    assertCounts(3, 3);
  }

  @Test
  void ifARepetitionIsInTimeForThePredictionTheOneThatCountsIsAttributed() {
    Interaction click = click("p", T, true, 3);
    interact(click, T);
    predict("p", T + WINDOW + 1);
    assertCounts(0, 1);
    assertFalse(interact(click, T + 1));
    assertCounts(1, 0);
    assertFalse(attribution.isWaiting());
  }

  @Test
  void aRepetitionLetsItWaitLonger() {
    Interaction click = click("p", T, true, 3);
    interact(click, T);
    assertFalse(interact(click, T + 50));
    advance(T + 50 + WINDOW + LATENESS);
    predict("p", T + 50 + WINDOW);
    assertCounts(1, 0);
  }

  @Test
  void onceFullWhatWouldBeForgottenFirstIsGivenUp() {
    attribution = attribution(2);
    interact("p", T + 1);
    interact("q", T);
    interact("r", T + 2);
    assertEquals(List.of(new GivenUpOnce("own", T + WINDOW + LATENESS, true)), found.givenUp());
    assertEquals(2, attribution.size());

    predict("p", T);
    predict("q", T);
    predict("r", T);
    assertCounts(2, 1);
  }

  @Test
  void whatIsGivenUpMayHaveWaitedForAsLongAsItsLastRepetition() {
    attribution = attribution(1);
    Interaction click = click("p", T, true, 3);
    interact(click, T);
    assertFalse(interact(click, T + 50));

    attribution.add(click("q", T, true, 3), "other", null, T, false);

    assertEquals(
        List.of(new GivenUpOnce("own", T + 50 + WINDOW + LATENESS, false)), found.givenUp());
    assertTrue(interact(click, T), "counts again, since nothing is known of it");
  }

  @Test
  void modelsShareWhatTheyMayRemember() {
    Quota quota = new Quota(2);
    attribution = new Attribution(matcher, found, WINDOW, LATENESS, quota);
    Attribution other = new Attribution(matcher, found, WINDOW, LATENESS, quota);
    interact("p", T);
    interact("q", T);
    other.add(click("r", T, true, 1), "own", null, T, true);
    other.add(click("s", T, true, 1), "own", null, T, true);
    assertEquals(1, found.givenUp().size());
    assertEquals(1, other.size());
    advance(T + WINDOW + LATENESS + 1);
    assertEquals(0, attribution.size());
    other.add(click("t", T, true, 1), "own", null, T, true);
    assertEquals(2, other.size());
  }

  @Test
  void whatIsRestoredGoesOnAsItWas() {
    predict("known", T);
    Interaction click = click("known", T, true, 3);
    interact(click, T);
    interact("early", T);
    interact(click("early", T, false, 2), T);
    interact(click("early", T, true, Double.NaN), T + 50);
    Interaction elsewhere =
        new Interaction(PredictionId.of("early"), "m", "stated", T, true, "tap", 1, "too many");
    attribution.add(elsewhere, "own", null, T, true);
    ByteWriter out = new ByteWriter();
    attribution.writeTo(out);
    matching.writeTo(out);
    Map<Attributed, Integer> before = found.counted();

    RecordedInteractions restored = new RecordedInteractions();
    before.forEach(
        (each, times) -> {
          for (int i = 0; i < times; i++) {
            restored.interactionAdded(each, false);
          }
        });
    found = restored;
    matching = new Matching(1_000);
    matcher = matching.matcher("m", HORIZON, new RecordingListener());
    attribution = attribution(1_000);
    ByteReader in = new ByteReader(out.toByteArray());
    attribution.restoreFrom(in);
    matching.restoreFrom(in, name -> matcher);

    assertFalse(restored.anyLive());
    assertFalse(interact(click, T + 20));
    assertTrue(interact("known", T + 20));
    assertCounts(2, 4);
    predict("early", T + WINDOW);
    assertCounts(6, 0);
    assertFalse(attribution.isWaiting());
  }

  @Test
  void aRestoredFailureStillHasItsSegment() {
    predict("p", T, "timeout", true);
    ByteWriter out = new ByteWriter();
    matching.writeTo(out);
    matching = new Matching(1_000);
    matcher = matching.matcher("m", HORIZON, new RecordingListener());
    attribution = attribution(1_000);
    matching.restoreFrom(new ByteReader(out.toByteArray()), name -> matcher);
    Interaction click = click("p", T, true, 3);
    interact(click, T);
    assertEquals(Map.of(new Attributed(click, "1", "segment", true), 1), found.counted());
  }
}
