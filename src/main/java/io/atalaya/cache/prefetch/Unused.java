package io.atalaya.cache.prefetch;

import io.atalaya.cache.InputHash;
import io.atalaya.cache.prefetch.PrefetchMetrics.Reason;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for ahead and not yet wanted, in bounded memory: the oldest are given up first.
 * Safe for use by several threads.
 */
final class Unused {

  private final int places;
  private final Consumer<Reason> givenUp;
  private final SequencedMap<InputHash, Reason> waiting = new LinkedHashMap<>();

  /**
   * @param places how many are remembered
   * @param givenUp is told of each that nobody wanted
   */
  Unused(int places, Consumer<Reason> givenUp) {
    this.places = places;
    this.givenUp = givenUp;
  }

  synchronized void put(InputHash input, Reason reason) {
    Reason before = waiting.remove(input);
    if (before != null) {
      givenUp.accept(before);
    }
    waiting.put(input, reason);
    if (waiting.size() > places) {
      givenUp.accept(waiting.pollFirstEntry().getValue());
    }
  }

  /** Somebody asks for it: why it is there; null when it was not asked for ahead. */
  synchronized @Nullable Reason take(InputHash input) {
    return waiting.remove(input);
  }
}
