package io.atalaya.cache.prefetch;

import io.atalaya.cache.InputHash;
import io.atalaya.cache.Loader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which input a caller asks for after another: of each input the most frequent successor, in
 * bounded memory.
 *
 * <p>Each input has one candidate and a vote: a successor that is the candidate adds to it, another
 * takes from it, and at nothing takes its place. So whatever follows more than half of the time is
 * the candidate. A candidate is a guess once it followed {@value #LEAST} times and more than half
 * of the time. Inputs and callers that were not seen for longest are forgotten first.
 *
 * <p>Safe for use by several threads; a request is left out where another thread learns at the same
 * time. Cost: O(1).
 *
 * <p>Source: R. S. Boyer, J S. Moore, MJRTY: A Fast Majority Vote Algorithm, 1981.
 */
final class Successors {

  static final int LEAST = 3;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, InputHash> lastOfCaller;
  private final Map<InputHash, Vote> votes;

  /**
   * @param places how many inputs, and how many callers, are remembered, at least 1
   */
  Successors(int places) {
    lastOfCaller = new Recent<>(places);
    votes = new Recent<>(places);
  }

  /** An input that is probably asked for next. */
  record Guess(InputHash input, Loader loader) {}

  private record Vote(InputHash candidate, Loader loader, long lead, long followed, long seen) {

    Vote next(InputHash successor, Loader with) {
      if (successor.equals(candidate)) {
        return new Vote(candidate, loader, lead + 1, followed + 1, seen + 1);
      }
      return lead == 0
          ? new Vote(successor, with, 1, 1, 1)
          : new Vote(candidate, loader, lead - 1, followed, seen + 1);
    }
  }

  /** Keeps the entries that were used last. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1;

    private final int places;

    Recent(int places) {
      super(16, 0.75f, true);
      this.places = places;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > places;
    }
  }

  /**
   * A caller asked for an input.
   *
   * @param caller whose requests follow each other
   * @return what that caller probably asks for next
   */
  Optional<Guess> requested(String caller, InputHash input, Loader loader) {
    if (!lock.tryLock()) {
      return Optional.empty();
    }
    try {
      InputHash before = lastOfCaller.put(caller, input);
      if (before != null && !before.equals(input)) {
        votes.merge(
            before, new Vote(input, loader, 1, 1, 1), (known, first) -> known.next(input, loader));
      }
      Vote vote = votes.get(input);
      return vote != null && vote.followed >= LEAST && 2 * vote.followed > vote.seen
          ? Optional.of(new Guess(vote.candidate, vote.loader))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }
}
