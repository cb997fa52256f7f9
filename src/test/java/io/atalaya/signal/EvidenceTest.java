package io.atalaya.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceTest {

  @Test
  void isReadInTheOrderInWhichItWasGiven() {
    Evidence evidence =
        Evidence.NONE.with("z", 1.5).with("a", "words").with(Evidence.NONE.with("m", 3L));

    assertEquals(List.of("z", "a", "m"), List.copyOf(evidence.values().keySet()));
    assertEquals(
        List.of(
            new Evidence.Value.Numeric(1.5),
            new Evidence.Value.Text("words"),
            new Evidence.Value.Count(3)),
        List.copyOf(evidence.values().values()));
  }

  @Test
  void isNotChangedByAddingToIt() {
    Evidence before = Evidence.NONE.with("a", 1.0);

    assertEquals(2, before.with("b", 2.0).values().size());
    assertEquals(1, before.values().size());
    assertThrows(UnsupportedOperationException.class, () -> before.values().clear());
  }

  @Test
  void refusesWhatIsNotFinite() {
    assertThrows(IllegalArgumentException.class, () -> Evidence.NONE.with("a", Double.NaN));
    assertThrows(
        IllegalArgumentException.class, () -> Evidence.NONE.with("a", Double.POSITIVE_INFINITY));
  }
}
