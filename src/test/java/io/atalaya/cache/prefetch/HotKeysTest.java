package io.atalaya.cache.prefetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.InputHash;
import io.atalaya.cache.Loader;
import io.atalaya.cache.prefetch.HotKeys.Hot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HotKeysTest {

  private static final Loader LOADER = () -> CompletableFuture.failedStage(new AssertionError());

  @Test
  void countsExactlyWhileThereIsRoom() {
    HotKeys hot = new HotKeys(3);
    request(hot, 1, 2, 2, 3, 3, 3);

    assertEquals(
        List.of(new Hot(input(3), LOADER, 3, 0), new Hot(input(2), LOADER, 2, 0)), hot.hottest());
  }

  @Test
  void aNewcomerTakesThePlaceOfTheLeastCounted() {
    HotKeys hot = new HotKeys(2);
    request(hot, 1, 1, 1, 2, 3);

    assertEquals(List.of(new Hot(input(1), LOADER, 3, 0)), hot.hottest());
    request(hot, 3, 3);
    assertEquals(new Hot(input(3), LOADER, 4, 1), hot.hottest().getFirst());
  }

  /** The guarantees of the paper, Theorem 2 and Lemma 3, against exact counts. */
  @Test
  void whatIsMoreFrequentThanOneInAsManyAsThereArePlacesIsThere() {
    int places = 100;
    int requests = 200_000;
    HotKeys hot = new HotKeys(places);
    Map<InputHash, Long> exact = new HashMap<>();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < requests; i++) {
      // The inverse of a continuous distribution whose tail falls as 1/x.
      InputHash input = input((long) (1 / (1 - random.nextDouble())));
      exact.merge(input, 1L, Long::sum);
      hot.requested(input, LOADER);
    }

    Map<InputHash, Hot> found =
        hot.hottest().stream().collect(Collectors.toMap(Hot::input, each -> each));
    exact.forEach(
        (input, count) -> {
          if (count > requests / places) {
            assertTrue(found.containsKey(input), () -> count + " requests were forgotten");
          }
        });
    found.forEach(
        (input, each) -> {
          long count = exact.getOrDefault(input, 0L);
          assertTrue(each.count() >= count && each.count() - each.error() <= count);
          assertTrue(each.error() <= requests / places);
        });
  }

  @Test
  void whatWasHotLongAgoMakesRoom() {
    HotKeys hot = new HotKeys(10);
    request(hot, 1, 1, 1, 1, 2, 2, 3);

    hot.age();
    assertEquals(List.of(new Hot(input(1), LOADER, 2, 0)), hot.hottest());
    hot.age();
    hot.age();
    assertEquals(List.of(), hot.hottest());
  }

  private static void request(HotKeys hot, int... inputs) {
    for (int input : inputs) {
      hot.requested(input(input), LOADER);
    }
  }

  private static InputHash input(long number) {
    return new InputHash(0, number);
  }
}
