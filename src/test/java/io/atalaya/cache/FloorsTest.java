package io.atalaya.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FloorsTest {

  private static final InputHash INPUT = new InputHash(1, 2);
  private static final InputHash OTHER = new InputHash(1, 3);

  private final Floors floors = new Floors();

  @Test
  void beforeTheFirstInvalidationEverythingIsAdmitted() {
    assertEquals(0, floors.epoch("m"));
    assertEquals(0, floors.stamp("m"));
    assertTrue(floors.admits("m", INPUT, answer("v", null, 0)));
  }

  @Test
  void theModelsFloorConcernsEveryAnswerThatWasAskedForBefore() {
    assertTrue(floors.raise("m", Target.WHOLE_MODEL, 3));

    assertEquals(3, floors.epoch("m"));
    assertFalse(floors.admits("m", INPUT, answer("v", "s", 2)));
    assertTrue(floors.admits("m", INPUT, answer("v", "s", 3)));
    assertTrue(floors.admits("n", INPUT, answer("v", "s", 0)));
  }

  @Test
  void narrowFloorsConcernTheirTargetsAlone() {
    floors.raise("m", new Target.Version("v"), 1);
    floors.raise("m", new Target.Segment("s"), 2);
    floors.raise("m", new Target.Key(INPUT), 3);

    assertEquals(0, floors.epoch("m"));
    assertEquals(3, floors.stamp("m"));
    assertFalse(floors.admits("m", OTHER, answer("v", null, 0)));
    assertTrue(floors.admits("m", OTHER, answer("v", null, 1)));
    assertTrue(floors.admits("m", OTHER, answer("w", null, 0)));
    assertFalse(floors.admits("m", OTHER, answer("w", "s", 1)));
    assertTrue(floors.admits("m", OTHER, answer("w", "t", 1)));
    assertTrue(floors.admits("m", OTHER, answer("w", "s", 2)));
    assertFalse(floors.admits("m", INPUT, answer("w", null, 2)));
    assertTrue(floors.admits("m", INPUT, answer("w", null, 3)));
  }

  @Test
  void aFloorNeverFallsWhateverTheOrder() {
    floors.raise("m", new Target.Version("v"), 5);
    floors.raise("m", Target.WHOLE_MODEL, 4);

    assertFalse(floors.raise("m", new Target.Version("v"), 3));
    assertFalse(floors.raise("m", Target.WHOLE_MODEL, 4));
    assertEquals(4, floors.epoch("m"));
    assertEquals(5, floors.stamp("m"));
    assertFalse(floors.admits("m", INPUT, answer("v", null, 4)));
    assertTrue(floors.admits("m", INPUT, answer("w", null, 4)));
  }

  @Test
  void ofVeryManyFloorsTheLeastAreGivenUpForMoreThanTheyConcern() {
    for (int i = 1; i <= 10_001; i++) {
      floors.raise("m", new Target.Key(new InputHash(0, i)), i);
    }

    assertFalse(floors.admits("m", new InputHash(0, 1), answer("v", null, 0)));
    assertFalse(floors.admits("m", INPUT, answer("v", null, 0)), "more, never less");
    assertTrue(floors.admits("m", INPUT, answer("v", null, 1)));
    assertFalse(floors.admits("m", new InputHash(0, 10_001), answer("v", null, 10_000)));
    assertEquals(0, floors.epoch("m"));
  }

  private static CachedAnswer answer(String version, @Nullable String segment, long stamp) {
    return new CachedAnswer(new byte[0], 0.5, version, segment, 0, stamp, Long.MAX_VALUE);
  }
}
