package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.Reference;
import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.ReferenceHistory.InForce;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.drift.Seasons;
import io.atalaya.monitor.ReferenceLifecycle.Result;
import io.atalaya.statistics.ReferenceSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReferenceLifecycleTest {

  private static final String VERSION = "7";

  /** Panes of the drift window are of one second. */
  private static final long NEXT = Rig.START + 6_000;

  private final List<VersionReference> published = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private final List<String> publishedSeasons = new ArrayList<>();
  private boolean reachable = true;
  private long nowMillis = Rig.START + 1;
  private final References references = new References(Map.of());
  private final ReferenceLifecycle lifecycle = lifecycle(references);

  @Test
  void whatIsPutIsInForceFromTheFirstPaneOnThatEveryInstanceHearsOfInTime() {
    Result result = put(1);

    Reference reference = assertInstanceOf(Result.Added.class, result).reference();
    assertEquals(OptionalLong.of(NEXT), reference.promotedMillis());
    assertEquals(Origin.PUT, reference.origin());
    assertEquals(List.of(new VersionReference(Rig.MODEL, VERSION, reference)), published);
    assertNull(lifecycle.inForce(Rig.MODEL, VERSION));
    nowMillis = NEXT;
    assertInForce(profile(1));
  }

  @Test
  void anInstantThatIsABoundaryItselfIsEnough() {
    nowMillis = Rig.START;
    Reference reference = assertInstanceOf(Result.Added.class, put(1)).reference();
    assertEquals(OptionalLong.of(Rig.START + 5_000), reference.promotedMillis());
  }

  @Test
  void whatIsInForceAlreadyStaysSo() {
    put(1);
    nowMillis = NEXT + 60_000;
    assertInstanceOf(Result.Unchanged.class, put(1));
    assertInstanceOf(Result.Unchanged.class, promote(1));
    assertEquals(1, published.size());
  }

  @Test
  void promotingBringsAKnownOneBack() {
    put(1);
    later();
    put(2);
    later();
    Reference first = assertInstanceOf(Result.Changed.class, promote(1)).reference();
    later();
    assertInForce(profile(1));
    assertEquals(OptionalLong.empty(), first.withdrawnMillis());
    assertEquals(2, lifecycle.list(Rig.MODEL, VERSION).size());
    assertInstanceOf(Result.Unknown.class, promote(3));
  }

  @Test
  void rollingBackGoesThroughAllThatWasInForceAndEndsAtWhatWasLearned() {
    Reference learned = Reference.learned(profile(9));
    references.put(Rig.MODEL, VERSION, learned);
    put(1);
    later();
    put(2);
    later();
    Reference second = assertInstanceOf(Result.Changed.class, rollBack()).reference();
    assertEquals(profile(2).id(), second.id());
    assertInForce(profile(2));
    later();
    assertInForce(profile(1));
    rollBack();
    later();
    assertInForce(profile(9));
    assertInstanceOf(Result.Refused.class, rollBack());
  }

  @Test
  void whatIsNotInForceYetIsRolledBackToo() {
    put(1);
    later();
    put(2);
    rollBack();
    later();
    assertInForce(profile(1));
  }

  @Test
  void whatWasLearnedCanBePromotedAndIsStillTheLearnedOne() {
    Reference learned = Reference.learned(profile(9));
    references.put(Rig.MODEL, VERSION, learned);
    // The same content, put by hand.
    Reference promoted = assertInstanceOf(Result.Changed.class, put(9)).reference();
    assertEquals(learned.promoted(NEXT), promoted);
    later();
    rollBack();
    later();
    assertInForce(profile(9));
  }

  @Test
  void aConfiguredReferenceIsListedAndCanBePromoted() {
    ReferenceProfile file = ReferenceProfile.of(Long.MIN_VALUE, profile(5).features());
    References configured = new References(Map.of(Rig.MODEL, file));
    ReferenceLifecycle ofFile = lifecycle(configured);
    assertEquals(List.of(Reference.configured(file)), ofFile.list(Rig.MODEL, VERSION));
    ofFile.put(Rig.MODEL, VERSION, drift -> profile(1), Origin.PUT);
    later();
    assertInstanceOf(Result.Added.class, ofFile.promote(Rig.MODEL, VERSION, file.id()));
    later();
    InForce inForce = ofFile.inForce(Rig.MODEL, VERSION);
    assertNotNull(inForce);
    assertEquals(file.id(), inForce.profile().id());
    assertEquals(2, ofFile.list(Rig.MODEL, VERSION).size());
  }

  @Test
  void theSeasonsOfAReferenceAreOnTheLogBeforeItAndOnlyOnce() {
    SeasonalProfile seasonal =
        SeasonalProfile.of(Seasons.of("hour-of-day", "UTC"), new TreeMap<>(Map.of(3, profile(1))));
    long before = nowMillis;
    Result.Added added =
        assertInstanceOf(
            Result.Added.class, lifecycle.put(Rig.MODEL, VERSION, any -> seasonal, Origin.PUT));
    // They took ten seconds, and the notice begins afterwards.
    assertTrue(added.reference().sinceMillis() >= before + 15_000);
    later();
    lifecycle.rollBack(Rig.MODEL, VERSION);
    later();
    assertInstanceOf(Result.Changed.class, lifecycle.promote(Rig.MODEL, VERSION, seasonal.id()));
    assertEquals(List.of(seasonal.id()), publishedSeasons);
  }

  @Test
  void theOldestAreForgottenButNotWhatIsNeeded() {
    Reference learned = Reference.learned(profile(-1));
    references.put(Rig.MODEL, VERSION, learned);
    for (int i = 0; i < ReferenceLifecycle.MOST - 1; i++) {
      put(i);
      later();
    }
    // In force still when the next one is put; the learned one serves when all are rolled back.
    promote(0);
    later();
    assertEquals(List.of(), removed);
    put(100);
    put(101);
    assertEquals(List.of(profile(1).id(), profile(2).id()), removed);
    assertEquals(ReferenceLifecycle.MOST, lifecycle.list(Rig.MODEL, VERSION).size());
  }

  @Test
  void anUnreachableLogChangesNothing() {
    reachable = false;
    assertEquals(new Result.Unavailable("no broker"), put(1));
    assertEquals(List.of(), lifecycle.list(Rig.MODEL, VERSION));
  }

  @Test
  void aModelWhoseDriftIsNotJudgedIsRefused() {
    ModelSettings drift = Rig.SETTINGS.of(Rig.MODEL);
    ModelSettings none =
        new ModelSettings(
            drift.kind(),
            drift.classes(),
            null,
            null,
            drift.windows(),
            drift.labelHorizon(),
            drift.attributionWindow(),
            drift.expectedRange(),
            drift.thresholds(),
            drift.segments(),
            null,
            Map.of(),
            drift.prices(),
            null,
            drift.invalidation());
    MonitorSettings settings =
        new MonitorSettings(
            Duration.ofSeconds(1), Duration.ZERO, Map.of("plain", none), drift, 10, 10, 10);
    ReferenceLifecycle lifecycle =
        new ReferenceLifecycle(settings, references, log(), () -> Instant.ofEpochMilli(nowMillis));
    Result.Refused refused =
        assertInstanceOf(
            Result.Refused.class, lifecycle.put("plain", VERSION, any -> profile(1), Origin.PUT));
    assertEquals(
        "the drift of plain is not judged: give it a drift block in the configuration, for example"
            + " {window: 1h, reference: {auto: 10000, over: 24h}}",
        refused.detail());
    assertInstanceOf(
        Result.Added.class, lifecycle.put("other", VERSION, any -> profile(1), Origin.PUT));
  }

  private void later() {
    nowMillis += 10_000;
  }

  private Result put(int value) {
    return lifecycle.put(Rig.MODEL, VERSION, any -> profile(value), Origin.PUT);
  }

  private Result promote(int value) {
    return lifecycle.promote(Rig.MODEL, VERSION, profile(value).id());
  }

  private Result rollBack() {
    return lifecycle.rollBack(Rig.MODEL, VERSION);
  }

  private void assertInForce(ReferenceProfile profile) {
    InForce inForce = lifecycle.inForce(Rig.MODEL, VERSION);
    assertNotNull(inForce);
    assertEquals(profile.id(), inForce.profile().id());
  }

  private ReferenceLifecycle lifecycle(References known) {
    return new ReferenceLifecycle(
        Rig.SETTINGS, known, log(), () -> Instant.ofEpochMilli(nowMillis));
  }

  private ReferenceLog log() {
    return new ReferenceLog() {
      @Override
      public void publish(VersionReference reference) throws UnavailableException {
        if (!reachable) {
          throw new UnavailableException("no broker");
        }
        published.add(reference);
        // It may be heard from the log before the answer.
        references.put(reference.model(), reference.version(), reference.reference());
      }

      @Override
      public void publishSeasons(String model, String version, SeasonalProfile profile)
          throws UnavailableException {
        if (!reachable) {
          throw new UnavailableException("no broker");
        }
        publishedSeasons.add(profile.id());
        // That takes a while.
        later();
      }

      @Override
      public void remove(VersionReference reference) {
        removed.add(reference.reference().id());
      }
    };
  }

  private static ReferenceProfile profile(int value) {
    return ReferenceProfile.of(
        Rig.START - 1_000,
        Map.of("x", FeatureReference.of(ReferenceSample.of(new double[] {value}))));
  }
}
