package io.atalaya.cache.invalidation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.cache.InputHash;
import io.atalaya.cache.Target;
import io.atalaya.cache.invalidation.Decision.DryRun;
import io.atalaya.cache.invalidation.Decision.NotConcerned;
import io.atalaya.cache.invalidation.Decision.Sent;
import io.atalaya.cache.invalidation.Decision.Suppressed;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Lifecycle;
import io.atalaya.event.Lifecycle.Selection;
import io.atalaya.signal.Evidence;
import io.atalaya.signal.Severity;
import io.atalaya.signal.Signal;
import io.atalaya.signal.SignalKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InvalidationPolicyTest {

  private static final long T = 1_700_000_000_000L;
  private static final long COOLDOWN = Duration.ofMinutes(10).toMillis();
  private static final Set<String> ON = Set.of("drift", "accuracy", "lifecycle");

  @Test
  void aFiringSignalInvalidatesTheModel() {
    InvalidationPolicy policy = policy(false);
    Signal signal = firing("drift", T);

    assertEquals(
        new Sent(
            new Invalidation("m", 1, "v1", Target.WHOLE_MODEL, "drift", signal.id(), T, false)),
        policy.decide(signal));
    assertEquals(1, policy.number());
  }

  @Test
  void aCheckThatTheSettingsDoNotNameIsNoReason() {
    assertEquals(new NotConcerned(), policy(false).decide(firing("mae", T)));
  }

  @Test
  void theEndOfAnEpisodeIsNoReason() {
    assertEquals(
        new NotConcerned(),
        policy(false).decide(firing("drift", T).resolved(T + 1, Evidence.NONE)));
  }

  @Test
  void aChangeOfSeverityIsNoReason() {
    Signal escalated =
        new Signal(
            new SignalKey("m", "v1", "drift", "1h"),
            Signal.State.FIRING,
            Severity.CRITICAL,
            T,
            T - 1,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Evidence.NONE);

    assertEquals(new NotConcerned(), policy(false).decide(escalated));
  }

  @Test
  void aSignalIsSuppressedUntilTheCooldownIsOver() {
    InvalidationPolicy policy = policy(false);
    policy.decide(firing("drift", T));

    assertEquals(
        new Suppressed("accuracy", T + COOLDOWN),
        policy.decide(firing("accuracy", T + COOLDOWN - 1)));
    assertEquals(1, policy.number());
    assertEquals(2, epoch(policy.decide(firing("accuracy", T + COOLDOWN))));
  }

  @Test
  void aSuppressedSignalDoesNotProlongTheCooldown() {
    InvalidationPolicy policy = policy(false);
    policy.decide(firing("drift", T));
    policy.decide(firing("accuracy", T + COOLDOWN - 1));

    assertEquals(2, epoch(policy.decide(firing("drift", T + COOLDOWN))));
  }

  @Test
  void aChangeOfTheModelIsNeverSuppressedAndStartsTheCooldown() {
    InvalidationPolicy policy = policy(false);
    policy.decide(firing("drift", T));

    assertEquals(
        new Sent(
            new Invalidation("m", 2, "v2", Target.WHOLE_MODEL, "lifecycle", null, T + 1, false)),
        policy.decide(change(T + 1)));
    assertEquals(
        new Suppressed("drift", T + 1 + COOLDOWN), policy.decide(firing("drift", T + COOLDOWN)));
  }

  @Test
  void aChangeOfAnEarlierTimeDoesNotShortenTheCooldown() {
    InvalidationPolicy policy = policy(false);
    policy.decide(firing("drift", T));
    policy.decide(change(T - COOLDOWN));

    assertEquals(
        new Suppressed("accuracy", T + COOLDOWN), policy.decide(firing("accuracy", T + 1)));
  }

  @Test
  void changesOfTheModelCountOnlyWhereTheSettingsNameThem() {
    InvalidationPolicy policy =
        new InvalidationPolicy(
            "m", new InvalidationSettings(Set.of("drift"), Duration.ZERO, false));

    assertEquals(new NotConcerned(), policy.decide(change(T)));
  }

  @Test
  void withoutACooldownEverySignalInvalidates() {
    InvalidationPolicy policy =
        new InvalidationPolicy("m", new InvalidationSettings(ON, Duration.ZERO, false));

    assertEquals(1, epoch(policy.decide(firing("drift", T))));
    assertEquals(2, epoch(policy.decide(firing("accuracy", T))));
  }

  @Test
  void aRehearsalAnnouncesTheNextEpochAndDoesNotRaiseIt() {
    InvalidationPolicy policy = policy(true);
    policy.raiseTo(6);
    Signal signal = firing("drift", T);

    assertEquals(
        new DryRun(
            new Invalidation("m", 7, "v1", Target.WHOLE_MODEL, "drift", signal.id(), T, true)),
        policy.decide(signal));
    assertEquals(6, policy.number());
    assertEquals(7, epoch(policy.decide(change(T + 1))));
  }

  @Test
  void rehearsalsAreSuppressedAfterRehearsals() {
    InvalidationPolicy policy = policy(true);
    policy.decide(firing("drift", T));

    assertEquals(
        new Suppressed("accuracy", T + COOLDOWN), policy.decide(firing("accuracy", T + 1)));
  }

  @Test
  void anInvalidationIsNotSuppressedAfterARehearsal() {
    InvalidationPolicy rehearsing = policy(true);
    rehearsing.decide(firing("drift", T));

    InvalidationPolicy policy = restored(rehearsing, false);

    assertEquals(1, epoch(policy.decide(firing("accuracy", T + 1))));
  }

  @Test
  void aReasonIsDecidedOnce() {
    InvalidationPolicy policy = policy(false);
    policy.decide(firing("drift", T));
    policy.decide(change(T));

    assertEquals(new NotConcerned(), policy.decide(firing("drift", T)));
    assertEquals(new NotConcerned(), policy.decide(change(T)));
    assertEquals(2, policy.number());
  }

  @Test
  void theLastSixtyFourReasonsAreRemembered() {
    InvalidationPolicy policy = policy(false);
    for (int i = 0; i < 64; i++) {
      policy.decide(change(T + i));
    }

    assertEquals(new NotConcerned(), policy.decide(change(T)));
    policy.decide(change(T + 64));
    assertEquals(66, epoch(policy.decide(change(T))));
  }

  @Test
  void anEpochLearntFromElsewhereOnlyRises() {
    InvalidationPolicy policy = policy(false);
    policy.raiseTo(5);
    policy.raiseTo(3);

    assertEquals(6, epoch(policy.decide(firing("drift", T))));
  }

  @Test
  void invalidationsAreIdentifiedByWhatTheySay() {
    Invalidation invalidation =
        new Invalidation("m", 1, "v1", Target.WHOLE_MODEL, "drift", "s", T, false);

    assertEquals(32, invalidation.id().length());
    assertEquals(
        invalidation.id(),
        new Invalidation("m", 1, "v1", Target.WHOLE_MODEL, "drift", "s", T, false).id());
    assertNotEquals(
        invalidation.id(),
        new Invalidation("m", 2, "v1", Target.WHOLE_MODEL, "drift", "s", T, false).id());
    assertNotEquals(
        invalidation.id(),
        new Invalidation("m", 1, "v1", Target.WHOLE_MODEL, "drift", "s", T, true).id());
    assertEquals("m/model", invalidation.key());
  }

  @Test
  void refusesWhatIsNotItsOwn() {
    InvalidationPolicy other = new InvalidationPolicy("other", settings(false));

    assertThrows(IllegalArgumentException.class, () -> other.decide(firing("drift", T)));
    assertThrows(IllegalArgumentException.class, () -> other.decide(change(T)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Invalidation("m", 0, "v1", Target.WHOLE_MODEL, "drift", "s", T, false));
  }

  @Test
  void aStateCutShortIsRefused() {
    InvalidationPolicy policy = policy(false);
    policy.decide(firing("drift", T));
    byte[] bytes = written(policy);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(
          IllegalArgumentException.class,
          () -> InvalidationPolicy.readFrom(new ByteReader(cut), "m", settings(false)));
    }
  }

  @Test
  void aSignalConcernsItsVersionAloneWhereTheSettingsSaySo() {
    InvalidationSettings byVersion =
        new InvalidationSettings(
            ON, Duration.ofMinutes(10), false, InvalidationSettings.Scope.VERSION, 60);
    InvalidationPolicy policy = new InvalidationPolicy("m", byVersion);

    assertEquals(new Target.Version("v1"), target(policy.decide(firing("drift", T))));
    assertEquals(Target.WHOLE_MODEL, target(policy.decide(change(T))));
  }

  @Test
  void aRequestInvalidatesWhatItSelects() {
    InvalidationPolicy policy = new InvalidationPolicy("m", noReasons(60));
    InputHash key = new InputHash(1, 2);

    assertEquals(Target.WHOLE_MODEL, target(policy.decide(request(T, new Selection.All()))));
    assertEquals(
        new Target.Version("v2"), target(policy.decide(request(T, new Selection.OfVersion()))));
    assertEquals(
        new Target.Segment("s"), target(policy.decide(request(T, new Selection.OfSegment("s")))));
    assertEquals(
        new Sent(new Invalidation("m", 4, "v2", new Target.Key(key), "request", null, T, false)),
        policy.decide(request(T, new Selection.OfKey(key.text()))));
  }

  @Test
  void aRequestIsDecidedOnce() {
    InvalidationPolicy policy = new InvalidationPolicy("m", noReasons(60));
    Lifecycle request = request(T, new Selection.All());
    policy.decide(request);

    assertEquals(new NotConcerned(), policy.decide(request));
  }

  @Test
  void ofTooManyRequestsInAMinuteTheLaterOnesAreSuppressed() {
    InvalidationPolicy policy = new InvalidationPolicy("m", noReasons(2));
    policy.decide(request(T, new Selection.All()));
    policy.decide(request(T + 1, new Selection.OfVersion()));

    assertEquals(
        new Suppressed("request", T + 60_000),
        policy.decide(request(T + 59_999, new Selection.All())));
    policy = InvalidationPolicy.readFrom(new ByteReader(written(policy)), "m", noReasons(2));
    assertEquals(3, epoch(policy.decide(request(T + 60_000, new Selection.All()))));
    assertEquals(
        new Suppressed("request", T + 60_001),
        policy.decide(request(T + 60_000, new Selection.OfVersion())));
  }

  @Test
  void aRequestForTheModelSuppressesSignalsAndOneForAPartDoesNot() {
    InvalidationPolicy policy = policy(false);
    policy.decide(request(T, new Selection.OfSegment("s")));
    assertEquals(2, epoch(policy.decide(firing("drift", T + 1))));

    policy = policy(false);
    policy.decide(request(T, new Selection.All()));
    assertEquals(new Suppressed("drift", T + COOLDOWN), policy.decide(firing("drift", T + 1)));
  }

  private static Target target(Decision decision) {
    return ((Sent) decision).invalidation().target();
  }

  private static Lifecycle request(long t, Selection selection) {
    return new Lifecycle("m", "v2", t, Lifecycle.Change.INVALIDATE, selection, null);
  }

  private static InvalidationSettings noReasons(int requests) {
    return new InvalidationSettings(
        Set.of(), Duration.ofMinutes(10), false, InvalidationSettings.Scope.MODEL, requests);
  }

  private static long epoch(Decision decision) {
    return switch (decision) {
      case Sent(Invalidation invalidation) -> invalidation.epoch();
      case DryRun(Invalidation invalidation) -> invalidation.epoch();
      case Suppressed _, NotConcerned _ -> -1;
    };
  }

  private static Signal firing(String check, long t) {
    return Signal.incident(
        new SignalKey("m", "v1", check, "1h"), Severity.WARNING, t, Evidence.NONE);
  }

  private static Lifecycle change(long t) {
    return new Lifecycle("m", "v2", t, Lifecycle.Change.DEPLOYED, null);
  }

  private static InvalidationPolicy policy(boolean dryRun) {
    return new InvalidationPolicy("m", settings(dryRun));
  }

  private static InvalidationSettings settings(boolean dryRun) {
    return new InvalidationSettings(ON, Duration.ofMinutes(10), dryRun);
  }

  private static InvalidationPolicy restored(InvalidationPolicy policy, boolean dryRun) {
    return InvalidationPolicy.readFrom(new ByteReader(written(policy)), "m", settings(dryRun));
  }

  private static byte[] written(InvalidationPolicy policy) {
    ByteWriter out = new ByteWriter();
    policy.writeTo(out);
    return out.toByteArray();
  }
}
