package io.atalaya.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void whatIsNotGivenHasItsDefault() {
    Options options = Options.parse("--events=300_000");

    assertEquals(300_000, options.whole("events", 3_000_000, 2));
    assertEquals(2, options.whole("rounds", 2, 1));
    options.end();
  }

  @Test
  void aNumberBelowTheLeastIsRefusedByName() {
    Options options = Options.parse("--rounds=0");

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> options.whole("rounds", 2, 1));

    assertEquals(
        "--rounds: 0 is no whole number of 1 or more, as 2 is",
        String.valueOf(refused.getMessage()));
  }

  @Test
  void numbersHaveCommasBetweenThem() {
    Options options = Options.parse("--models=1,1_000");

    assertArrayEquals(new int[] {1, 1_000}, options.wholes("models", "10", 1));
    assertArrayEquals(new int[] {20}, options.wholes("features", "20", 1));
  }

  @Test
  void oneBadNumberOfSeveralIsRefusedByName() {
    Options options = Options.parse("--models=1,0");

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> options.wholes("models", "1,10", 1));

    assertEquals(
        "--models: 0 is no whole number of 1 or more, as 1,10 is",
        String.valueOf(refused.getMessage()));
  }

  @Test
  void anUnknownOptionIsAnsweredWithTheKnownOnes() {
    Options options = Options.parse("--evnets=5");
    var unused = options.whole("events", 10, 1);

    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, options::end);

    assertTrue(String.valueOf(refused.getMessage()).contains("{events=10}"), refused.getMessage());
  }
}
