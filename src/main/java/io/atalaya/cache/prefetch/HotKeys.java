package io.atalaya.cache.prefetch;

import io.atalaya.cache.InputHash;
import io.atalaya.cache.Loader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The inputs that are asked for most, in bounded memory, and how the model is asked for each.
 *
 * <p>Space-Saving: a newcomer takes the place of the least counted one, with that one's count plus
 * one. A count is too large by at most {@link Hot#error}, which is at most n/k after n requests
 * with k places: whatever is asked for more often than that has a place. Counts are halved by
 * {@link #age}, so that what was hot long ago makes room.
 *
 * <p>Safe for use by several threads. A request is left out where another thread counts at the same
 * time: nobody waits, and what is hot is still seen. Cost: O(log k).
 *
 * <p>Source: A. Metwally, D. Agrawal, A. El Abbadi, Efficient Computation of Frequent and Top-k
 * Elements in Data Streams, ICDT 2005.
 */
final class HotKeys {

  private static final Comparator<Hot> BY_COUNT =
      Comparator.comparingLong(Hot::count)
          .thenComparingLong(hot -> hot.input().high())
          .thenComparingLong(hot -> hot.input().low());

  private final int places;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<InputHash, Hot> byInput = new HashMap<>();
  private final NavigableSet<Hot> byCount = new TreeSet<>(BY_COUNT);

  /**
   * @param places how many inputs are remembered, at least 1
   */
  HotKeys(int places) {
    if (places < 1) {
      throw new IllegalArgumentException("places: " + places + " is below 1");
    }
    this.places = places;
  }

  /**
   * An input that is asked for often.
   *
   * @param input what is asked
   * @param loader asks the model for it
   * @param count how often it was asked for, or a little less
   * @param error how much the count is too large at most
   */
  record Hot(InputHash input, Loader loader, long count, long error) {}

  /** An input was asked for. */
  void requested(InputHash input, Loader loader) {
    if (!lock.tryLock()) {
      return;
    }
    try {
      Hot known = byInput.get(input);
      if (known != null) {
        replace(known, new Hot(input, known.loader, known.count + 1, known.error));
      } else if (byInput.size() < places) {
        add(new Hot(input, loader, 1, 0));
      } else {
        Hot least = byCount.first();
        replace(least, new Hot(input, loader, least.count + 1, least.count));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Those that were surely asked for twice or more, the hottest first. */
  List<Hot> hottest() {
    lock.lock();
    try {
      List<Hot> hottest = new ArrayList<>();
      for (Hot hot : byCount.descendingSet()) {
        if (hot.count - hot.error >= 2) {
          hottest.add(hot);
        }
      }
      return hottest;
    } finally {
      lock.unlock();
    }
  }

  /** Halves all counts; what comes to nothing is forgotten. */
  void age() {
    lock.lock();
    try {
      List<Hot> all = List.copyOf(byCount);
      byCount.clear();
      byInput.clear();
      for (Hot hot : all) {
        if (hot.count >= 2) {
          add(new Hot(hot.input, hot.loader, hot.count / 2, hot.error / 2));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void replace(Hot old, Hot renewed) {
    byCount.remove(old);
    byInput.remove(old.input);
    add(renewed);
  }

  private void add(Hot hot) {
    byInput.put(hot.input, hot);
    byCount.add(hot);
  }
}
