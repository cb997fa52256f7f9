package io.atalaya.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SignalTest {

  private static final long T = 1_700_000_000_000L;
  private static final SignalKey KEY = new SignalKey("bike-demand", "v1", "accuracy", "1h");

  /**
   * Python 3.11.7, s(x) being a byte with the length of x, then x: {@code
   * hashlib.sha256(s(b"bike-demand") + s(b"v1") + s(b"accuracy") + s(b"1h") + s(b"FIRING") +
   * (1700000000000).to_bytes(8, "big")).hexdigest()[:32]}.
   */
  @Test
  void isIdentifiedByAHashOfItsKeyStateAndTime() {
    assertEquals("a53fcff71554c87fb3defc171fdaaf62", firing(KEY, T).id());
  }

  @Test
  void eachPartOfTheIdentityMatters() {
    String id = firing(KEY, T).id();

    assertNotEquals(id, firing(new SignalKey("bike", "-demandv1", "accuracy", "1h"), T).id());
    assertNotEquals(id, firing(new SignalKey("bike-demand", "v2", "accuracy", "1h"), T).id());
    assertNotEquals(id, firing(new SignalKey("bike-demand", "v1", "mae", "1h"), T).id());
    assertNotEquals(id, firing(new SignalKey("bike-demand", "v1", "accuracy", "2h"), T).id());
    assertNotEquals(id, firing(KEY, T + 1).id());
    assertNotEquals(id, firing(KEY, T).resolved(T, Evidence.NONE).id());
  }

  @Test
  void severityAndEvidenceAreNoPartOfTheIdentity() {
    assertEquals(
        firing(KEY, T).id(),
        Signal.incident(KEY, Severity.CRITICAL, T, Evidence.NONE.with("a", 1.0)).id());
  }

  @Test
  void aTopicKeyNamesAllFourParts() {
    assertEquals("bike-demand/v1/accuracy/1h", KEY.text());
  }

  @Test
  void topicKeysOfDifferentSubjectsNeverReadTheSame() {
    SignalKey slashInModel = new SignalKey("team/bikes", "v1", "accuracy", "1h");

    assertEquals("team%2Fbikes/v1/accuracy/1h", slashInModel.text());
    assertEquals("team%252Fbikes/v1/accuracy/1h", withModel("team%2Fbikes").text());
  }

  @Test
  void resolvingKeepsTheEpisodesBeginningSeverityAndThreshold() {
    Signal firing =
        new Signal(
            KEY,
            Signal.State.FIRING,
            Severity.CRITICAL,
            T,
            T - 1,
            OptionalDouble.of(0.7),
            OptionalDouble.of(0.8),
            Evidence.NONE);

    Signal resolved = firing.resolved(T + 5, Evidence.NONE.with("because", "retired"));

    assertEquals(
        new Signal(
            KEY,
            Signal.State.RESOLVED,
            Severity.CRITICAL,
            T + 5,
            T - 1,
            OptionalDouble.empty(),
            OptionalDouble.of(0.8),
            Evidence.NONE.with("because", "retired")),
        resolved);
  }

  @Test
  void refusesNonsense() {
    assertThrows(IllegalArgumentException.class, () -> withModel(""));
    assertThrows(IllegalArgumentException.class, () -> signal(T + 1, OptionalDouble.empty()));
    assertThrows(IllegalArgumentException.class, () -> signal(T, OptionalDouble.of(Double.NaN)));
  }

  private static Signal firing(SignalKey key, long t) {
    return Signal.incident(key, Severity.WARNING, t, Evidence.NONE);
  }

  private static SignalKey withModel(String model) {
    return new SignalKey(model, "v1", "accuracy", "1h");
  }

  private static Signal signal(long since, OptionalDouble observed) {
    return new Signal(
        KEY,
        Signal.State.FIRING,
        Severity.INFO,
        T,
        since,
        observed,
        OptionalDouble.empty(),
        Evidence.NONE);
  }
}
