package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.ReferenceHistory.InForce;
import io.atalaya.statistics.ReferenceSample;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReferenceHistoryTest {

  private static final ReferenceProfile FILE = profile(1, Long.MIN_VALUE);
  private static final Reference LEARNED = Reference.learned(profile(2, 100));
  private static final Reference A = put(3, 200);
  private static final Reference B = put(4, 300);

  @Test
  void nothingIsComparedWithNothing() {
    assertNull(ReferenceHistory.EMPTY.at(0));
    assertNull(ReferenceHistory.EMPTY.with(A).without(A.id()).at(1_000));
  }

  @Test
  void aLearnedReferenceServesFromTheEndOfItsLearningOn() {
    ReferenceHistory history = ReferenceHistory.EMPTY.with(LEARNED);
    assertNull(history.at(99));
    assertInForce(LEARNED, 100, history, 100);
    assertTrue(inForce(history, 100).learned());
  }

  @Test
  void ofTwoThatWereLearnedTheLaterServes() {
    Reference again = Reference.learned(profile(5, 150));
    for (ReferenceHistory history : List.of(history(LEARNED, again), history(again, LEARNED))) {
      assertInForce(LEARNED, 100, history, 149);
      assertInForce(again, 150, history, 150);
    }
  }

  @Test
  void aPromotedOneStandsBeforeWhatIsLearnedAlsoLater() {
    ReferenceHistory history = history(A, Reference.learned(profile(2, 250)));
    assertInForce(A, 200, history, 200);
    assertInForce(A, 200, history, 1_000);
    assertNull(history.at(199));
    assertFalse(inForce(history, 1_000).learned());
  }

  @Test
  void whatIsConfiguredStandsBeforeWhatWasLearned() {
    ReferenceHistory history = ReferenceHistory.configured(FILE).with(LEARNED).with(A);
    assertEquals(FILE, inForce(history, Long.MIN_VALUE).profile());
    assertEquals(FILE, inForce(history, 199).profile());
    assertInForce(A, 200, history, 200);
  }

  @Test
  void theOnePromotedLastIsInForceWhateverTheirOrderOnTheLog() {
    for (ReferenceHistory history : List.of(history(A, B), history(B, A))) {
      assertInForce(A, 200, history, 299);
      assertInForce(B, 300, history, 300);
    }
  }

  @Test
  void ofTwoPromotedForTheSameMomentTheLaterOnTheLogIsInForce() {
    Reference other = put(6, 200);
    assertInForce(other, 200, history(A, other), 200);
    assertInForce(A, 200, history(other, A), 200);
    assertInForce(A, 200, history(A, other, A), 200);
  }

  @Test
  void withdrawingReturnsToWhatWasInForceBefore() {
    ReferenceHistory history = history(LEARNED, A, B, B.withdrawn(400));
    assertInForce(B, 300, history, 399);
    assertInForce(A, 400, history, 400);
    history = history.with(A.withdrawn(500));
    assertInForce(A, 400, history, 499);
    assertInForce(LEARNED, 500, history, 500);
    assertTrue(inForce(history, 500).learned());
  }

  @Test
  void withdrawnBeforeItsTimeItNeverIsInForce() {
    assertInForce(A, 200, history(A, B, B.withdrawn(300)), 300);
    assertThrows(IllegalArgumentException.class, () -> B.withdrawn(299));
  }

  @Test
  void promotedAgainItBeginsAgain() {
    ReferenceHistory history = history(A, B, A.promoted(400));
    assertInForce(B, 300, history, 399);
    assertInForce(A, 400, history, 400);
    assertNull(history.at(299));
  }

  @Test
  void aLearnedOneThatIsPromotedStillServesAfterItsWithdrawal() {
    ReferenceHistory history =
        history(A, LEARNED.promoted(300), LEARNED.promoted(300).withdrawn(400), A.withdrawn(500));
    assertInForce(LEARNED, 100, history, 199);
    assertInForce(LEARNED, 300, history, 300);
    assertInForce(A, 400, history, 400);
    assertInForce(LEARNED, 500, history, 500);
  }

  @Test
  void whatIsInForceAlreadyGoesOnWhenItIsPromoted() {
    assertInForce(LEARNED, 100, history(LEARNED.promoted(200)), 200);
  }

  @Test
  void eachIsKnownOnceInTheOrderOfTheLog() {
    assertEquals(List.of(B, A.promoted(500)), history(A, B, A.promoted(500)).references());
    assertTrue(history(A, LEARNED).isLearnedFor(100));
    assertFalse(history(A, LEARNED).isLearnedFor(101));
    assertFalse(history(A, B).isLearnedFor(0));
  }

  @Test
  void whatWasInForceLongestAgoIsTooMuch() {
    ReferenceHistory history = history(B, A, LEARNED);
    assertEquals(List.of(), history.surplus(3, 300));
    assertEquals(List.of(A), history.surplus(2, 300));
    assertEquals(List.of(A), history.surplus(0, 300));
    assertEquals(List.of(), history.surplus(0, 299));
  }

  @Test
  void theLastDeploymentsAreRemembered() {
    ReferenceHistory history = ReferenceHistory.EMPTY;
    assertEquals(OptionalLong.empty(), history.deployedBy(Long.MAX_VALUE));
    for (int i = 1; i <= 21; i++) {
      history = history.deployed(10L * i).deployed(10L * i).with(A);
    }
    assertEquals(OptionalLong.of(210), history.deployedBy(210));
    assertEquals(OptionalLong.of(200), history.without(A.id()).deployedBy(209));
    assertEquals(OptionalLong.empty(), history.deployedBy(19));
  }

  private static ReferenceHistory history(Reference... references) {
    ReferenceHistory history = ReferenceHistory.EMPTY;
    for (Reference reference : references) {
      history = history.with(reference);
    }
    return history;
  }

  private static InForce inForce(ReferenceHistory history, long millis) {
    InForce inForce = history.at(millis);
    assertNotNull(inForce);
    return inForce;
  }

  private static void assertInForce(
      Reference expected, long since, ReferenceHistory history, long millis) {
    InForce inForce = inForce(history, millis);
    assertEquals(expected.profile(), inForce.profile());
    assertEquals(since, inForce.sinceMillis());
  }

  private static ReferenceProfile profile(double value, long effectiveMillis) {
    return ReferenceProfile.of(
        effectiveMillis,
        Map.of("x", FeatureReference.of(ReferenceSample.of(new double[] {value}))));
  }

  private static Reference put(double value, long millis) {
    return Reference.promoted(profile(value, millis), Origin.PUT, millis);
  }
}
