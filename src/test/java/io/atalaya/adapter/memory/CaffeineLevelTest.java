package io.atalaya.adapter.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.CountingMetrics;
import io.atalaya.cache.Floors;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.Target;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CaffeineLevelTest {

  private static final long T = 1_700_000_000_000L;
  private static final int BODY = 800;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochMilli(T));
  private final CountingMetrics metrics = new CountingMetrics();
  private final CaffeineLevel memory = new CaffeineLevel(10_000, now::get, Runnable::run, metrics);

  @Test
  void anAnswerIsThereUntilItExpires() {
    memory.store(key("m", 0, 1), answer(0, T + 1_000));
    assertNotNull(memory.find(key("m", 0, 1)));

    now.set(Instant.ofEpochMilli(T + 999));
    assertNotNull(memory.find(key("m", 0, 1)));
    now.set(Instant.ofEpochMilli(T + 1_000));
    assertNull(memory.find(key("m", 0, 1)));
  }

  @Test
  void anAnswerThatIsReplacedHasTheExpiryOfTheNewOne() {
    memory.store(key("m", 0, 1), answer(0, T + 1_000));
    memory.store(key("m", 0, 1), answer(0, T + 5_000));
    now.set(Instant.ofEpochMilli(T + 4_999));

    assertNotNull(memory.find(key("m", 0, 1)));
  }

  @Test
  void theWeightIsBoundedAndWhatGoesIsCounted() {
    for (int i = 0; i < 100; i++) {
      memory.store(key("m", 0, i), answer(0, T + 1_000));
    }

    assertTrue(memory.weight() <= 10_000, "weighs " + memory.weight());
    assertTrue(memory.weight() > 8_000, "weighs " + memory.weight());
    assertEquals(100 - memory.size(), metrics.counts.get("evicted"));
  }

  @Test
  void nothingIsKeptWithoutRoom() {
    CaffeineLevel none = new CaffeineLevel(0, now::get, Runnable::run, metrics);
    none.store(key("m", 0, 1), answer(0, T + 1_000));

    assertNull(none.find(key("m", 0, 1)));
  }

  @Test
  void whatWasInvalidatedIsSweptOutAndTheRestStays() {
    Floors floors = new Floors();
    floors.raise("m", Target.WHOLE_MODEL, 2);
    floors.raise("m", new Target.Key(new InputHash(0, 3)), 4);
    memory.store(key("m", 1, 1), answer(1, T + 1_000));
    memory.store(key("m", 2, 2), answer(2, T + 1_000));
    memory.store(key("m", 2, 3), answer(3, T + 1_000));
    memory.store(key("n", 0, 1), answer(0, T + 1_000));

    memory.drop("m", floors);

    assertNull(memory.find(key("m", 1, 1)));
    assertNotNull(memory.find(key("m", 2, 2)));
    assertNull(memory.find(key("m", 2, 3)));
    assertNotNull(memory.find(key("n", 0, 1)));
    assertEquals(Map.of(), metrics.counts);
  }

  /** W-TinyLFU keeps what was asked for often; whoever only looks has not asked. */
  @Test
  void lookingDoesNotKeepAnAnswer() {
    for (int i = 0; i < 9; i++) {
      memory.store(key("m", 0, i), answer(0, T + 1_000));
    }
    for (int i = 0; i < 50 * 9; i++) {
      memory.look(key("m", 0, i % 9));
    }
    for (int i = 0; i < 5 * 9; i++) {
      CacheKey asked = key("m", 0, 100 + i % 9);
      if (memory.find(asked) == null) {
        memory.store(asked, answer(0, T + 1_000));
      }
    }
    int kept = 0;
    for (int i = 0; i < 9; i++) {
      kept += memory.look(key("m", 0, 100 + i)) == null ? 0 : 1;
    }

    assertTrue(kept >= 7, "kept of those that were asked for: " + kept);
    now.set(Instant.ofEpochMilli(T + 1_000));
    assertNull(memory.look(key("m", 0, 100)), "an expired one");
  }

  @Test
  void oneAnswerCanBeForgotten() {
    memory.store(key("m", 0, 1), answer(0, T + 1_000));
    memory.remove(key("m", 0, 1));

    assertNull(memory.find(key("m", 0, 1)));
  }

  private static CacheKey key(String model, long epoch, int input) {
    return new CacheKey(model, epoch, new InputHash(0, input));
  }

  private static CachedAnswer answer(long stamp, long expires) {
    return new CachedAnswer(new byte[BODY], 0.5, "v", null, T, stamp, expires);
  }
}
