package io.atalaya.matching;

import static io.atalaya.matching.RecordingListener.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.event.Features;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeMatcherTest {

  private static final long HORIZON = 100;

  private final RecordingListener heard = new RecordingListener();
  private final Matching matching = new Matching(1_000);
  private final OutcomeMatcher matcher = matching.matcher("m", HORIZON, heard);

  @Test
  void anOutcomeAnswersItsPredictionUpToTheHorizonAndNotAMillisecondLater() {
    predict("in time", 1_000);
    predict("too late", 1_000);
    answer("in time", 1_100, 5);
    answer("too late", 1_101, 5);
    assertEquals(Map.of(number(5), 1), heard.actuals());
    assertEquals(1, heard.count("1", Match.MATCHED));
    assertEquals(1, heard.count("unknown", Match.UNMATCHED));
  }

  @Test
  void anOutcomeThatIsReadFirstWaitsForItsPrediction() {
    answer("a", 1_000, 5);
    assertEquals(Map.of(), heard.actuals());
    predict("a", 1_100);
    assertEquals(Map.of(number(5), 1), heard.actuals());
    answer("b", 1_000, 6);
    predict("b", 1_101);
    assertEquals(Map.of(number(5), 1), heard.actuals());
    assertEquals(1, heard.count("unknown", Match.UNMATCHED));
  }

  @Test
  void theFirstPredictionCountsAndTheLastOutcome() {
    assertTrue(predict("a", 1_000));
    assertFalse(predict("a", 1_010));
    assertTrue(answer("a", 1_020, 5));
    assertFalse(answer("a", 1_030, 5));
    assertTrue(answer("a", 1_040, 6));
    assertEquals(Map.of(number(6), 1), heard.actuals());
    assertEquals(1, heard.count("1", Match.MATCHED));
    assertEquals(1, heard.count("1", Match.DUPLICATE));
    assertEquals(1, heard.count("1", Match.CORRECTED));
  }

  @Test
  void anotherTimeIsACorrectionOnlyWhenTheOutcomeGivesItself() {
    predict("a", 1_000);
    matcher.add(outcome("a", 1_010, true, 5.0), 1_010, true);
    assertFalse(matcher.add(outcome("a", 1_020, false, 5.0), 1_020, true));
    assertFalse(matcher.add(outcome("a", 1_010, true, 5.0), 1_030, true));
    assertTrue(matcher.add(outcome("a", 1_040, true, 5.0), 1_040, true));
    assertEquals(1_040, heard.pairs().getFirst().outcomeMillis());
  }

  @Test
  void aRetractionTakesThePairBackAndTheNextOutcomeMatchesAnew() {
    predict("a", 1_000);
    assertFalse(retract("a", 1_005));
    answer("a", 1_010, 5);
    assertTrue(retract("a", 1_020));
    assertEquals(Map.of(), heard.actuals());
    assertEquals(1, matcher.pending("1"));
    answer("a", 1_030, 7);
    assertEquals(Map.of(number(7), 1), heard.actuals());
    assertEquals(2, heard.count("1", Match.MATCHED));
    assertEquals(1, heard.count("1", Match.RETRACTED));
    assertEquals(1, heard.count("1", Match.DUPLICATE));
  }

  @Test
  void aCorrectionCountsWithinTheHorizonOfTheOutcomeBefore() {
    predict("a", 1_000);
    answer("a", 1_090, 5);
    answer("a", 1_190, 6);
    answer("a", 1_291, 7);
    assertEquals(Map.of(number(6), 1), heard.actuals());
    assertEquals(1, heard.count("unknown", Match.UNMATCHED));
  }

  @Test
  void aPredictionIsUnlabelledOnceEverythingUpToItsHorizonWasRead() {
    predict("a", 1_000);
    predict("b", 1_000);
    assertEquals(2, matcher.pending("1"));
    assertEquals(1_000, matcher.oldestPendingMillis("1"));
    answer("b", 1_050, 5);
    matching.advance(1_100, true);
    assertEquals(1, matcher.pending("1"));
    assertEquals(List.of(), heard.unlabelled());
    matching.advance(1_101, true);
    assertEquals(0, matcher.pending("1"));
    assertEquals(Long.MAX_VALUE, matcher.oldestPendingMillis("1"));
    assertEquals(List.of(1_100L), heard.unlabelled());
  }

  @Test
  void aLabelAfterARetractionTakesTheUnlabelledBack() {
    predict("a", 1_000);
    answer("a", 1_090, 5);
    retract("a", 1_095);
    matching.advance(1_150, true);
    assertEquals(List.of(1_100L), heard.unlabelled());
    answer("a", 1_160, 6);
    assertEquals(List.of(), heard.unlabelled());
    assertEquals(Map.of(number(6), 1), heard.actuals());
  }

  @Test
  void anOutcomeWhosePredictionNeverComesIsUnmatchedWithItsRepeats() {
    answer("a", 1_000, 5);
    assertFalse(answer("a", 1_010, 5));
    matching.advance(1_110, true);
    assertEquals(0, heard.count("unknown", Match.UNMATCHED));
    matching.advance(1_111, true);
    assertEquals(2, heard.count("unknown", Match.UNMATCHED));
  }

  @Test
  void anOutcomeThatWaitsIsTakenAsWhatItChangesAmongThoseThatWait() {
    assertFalse(retract("a", 1_000));
    assertTrue(answer("a", 1_001, 5));
    assertFalse(answer("a", 1_002, 5));
    assertTrue(retract("a", 1_003));
    assertFalse(retract("a", 1_004));
    assertTrue(answer("a", 1_005, 5));
    predict("a", 1_006);
    assertEquals(Map.of(number(5), 1), heard.actuals());
    assertEquals(2, heard.count("1", Match.MATCHED));
    assertEquals(1, heard.count("1", Match.RETRACTED));
    assertEquals(3, heard.count("1", Match.DUPLICATE));
  }

  @Test
  void aFailedPredictionIsNeverPendingAndNothingMatchesIt() {
    matcher.add(
        new Prediction(
            PredictionId.of("a"),
            "m",
            "1",
            1_000,
            null,
            "timeout",
            Double.NaN,
            Double.NaN,
            Features.NONE,
            null,
            null,
            null,
            null),
        1_000,
        true);
    assertEquals(0, matcher.pending("1"));
    assertTrue(answer("a", 1_010, 5));
    assertFalse(answer("a", 1_020, 5));
    assertEquals(Map.of(), heard.actuals());
    assertEquals(1, heard.count("unknown", Match.UNMATCHED));
    assertEquals(1, heard.count("unknown", Match.DUPLICATE));
    matching.advance(2_000, true);
    assertEquals(List.of(), heard.unlabelled());
  }

  @Test
  void whatIsOnlyReadAgainIsNotCountedAgain() {
    matcher.add(prediction("a", 1_000), 1_000, false);
    matcher.add(outcome("a", 1_010, false, 5.0), 1_010, false);
    assertEquals(Map.of(number(5), 1), heard.actuals());
    assertEquals(0, heard.count("1", Match.MATCHED));
    assertFalse(heard.anyLive());
    answer("a", 1_020, 6);
    assertEquals(1, heard.count("1", Match.CORRECTED));
    assertTrue(heard.anyLive());
  }

  private boolean predict(String id, long millis) {
    return matcher.add(prediction(id, millis), millis, true);
  }

  private boolean answer(String id, long millis, double actual) {
    return matcher.add(outcome(id, millis, false, actual), millis, true);
  }

  private boolean retract(String id, long millis) {
    return matcher.add(new Outcome(PredictionId.of(id), "m", millis, false, null), millis, true);
  }

  private static Prediction prediction(String id, long millis) {
    return RecordingListener.prediction(id, millis);
  }

  private static Outcome outcome(String id, long millis, boolean timeGiven, double actual) {
    return new Outcome(PredictionId.of(id), "m", millis, timeGiven, number(actual));
  }
}
