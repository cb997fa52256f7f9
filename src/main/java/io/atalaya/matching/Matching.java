package io.atalaya.matching;

import static io.atalaya.matching.EntryFlags.PREDICTED;
import static io.atalaya.matching.EntryFlags.QUEUED;
import static io.atalaya.matching.EntryFlags.UNLABELLED;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What the matching of one partition index remembers, for all of its models: predictions that wait
 * for their outcome, pairs that may be corrected, outcomes that wait for their prediction.
 *
 * <p>It is bounded: once it is full, what would have ended first is given up. Memory: about 80
 * bytes an identifier; as much again for interactions, of which one is remembered for eight
 * identifiers. One writer.
 */
public final class Matching {

  private static final int MOST_GIVEN_UP_AT_ONCE = 64;

  /** An interaction takes the memory of so many identifiers. */
  private static final int IDENTIFIERS_AN_INTERACTION = 8;

  private final int limit;
  private final EntryTable table = new EntryTable();
  private final EarlyOutcomes early = new EarlyOutcomes(table);
  private final StatedDetails details = new StatedDetails();
  private final SlotQueue lifetimes = new SlotQueue(table, this::deadlineMillis);
  private final List<Cohort> cohorts = new ArrayList<>();
  private final Quota interactions;

  /**
   * @param limit the most identifiers remembered, at least 1; more than {@value
   *     EntryTable#MAX_RECORDS} are no more than that
   */
  public Matching(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "limit is " + limit + ": at least 1 identifier must be remembered");
    }
    this.limit = Math.min(limit, EntryTable.MAX_RECORDS);
    interactions = new Quota(Math.max(1, this.limit / IDENTIFIERS_AN_INTERACTION));
  }

  /**
   * The matcher of a model; to be opened once.
   *
   * @param horizonMillis how long a prediction waits for its outcome, or an outcome for corrections
   */
  public OutcomeMatcher matcher(String model, long horizonMillis, MatchListener listener) {
    return new OutcomeMatcher(model, horizonMillis, listener, this);
  }

  /**
   * What attributes interactions to a matcher's predictions; to be opened once.
   *
   * @param windowMillis the attribution window, at most the matcher's horizon
   * @param latenessMillis how long after its event time a prediction in time may be appended
   */
  public Attribution attribution(
      OutcomeMatcher matcher,
      AttributionListener listener,
      long windowMillis,
      long latenessMillis) {
    return new Attribution(matcher, listener, windowMillis, latenessMillis, interactions);
  }

  /** The number of identifiers remembered. */
  public int size() {
    return table.size();
  }

  /**
   * Takes note that everything appended before {@code progressMillis} has been read, and ends what
   * that ends.
   */
  public void advance(long progressMillis, boolean live) {
    for (Cohort cohort : cohorts) {
      while (firstHorizonMillis(cohort) < progressMillis) {
        int slot = removeFirst(cohort);
        cohort.pending--;
        table.set(slot, UNLABELLED, true);
        cohort
            .matcher
            .listener()
            .unlabelledAdded(cohort.version, cohort.matcher.horizonEnd(slot), live);
      }
    }
    while (lifetimes.firstMillis() < progressMillis) {
      int slot = lifetimes.first();
      lifetimes.removeFirst();
      if (deadlineMillis(slot) >= progressMillis) {
        lifetimes.add(slot);
      } else {
        forget(slot, live);
      }
    }
  }

  /** Writes everything remembered. */
  public void writeTo(ByteWriter out) {
    new MatchingState(this, cohorts).writeTo(out);
  }

  /**
   * Restores what {@link #writeTo} wrote into an empty matching.
   *
   * @param matchers opens the matcher of a model
   * @throws IllegalArgumentException when the bytes make no sense
   */
  public void restoreFrom(ByteReader in, Function<String, OutcomeMatcher> matchers) {
    new MatchingState(this, cohorts).restoreFrom(in, matchers);
  }

  EntryTable table() {
    return table;
  }

  EarlyOutcomes early() {
    return early;
  }

  StatedDetails details() {
    return details;
  }

  Cohort open(OutcomeMatcher matcher, String version) {
    if (cohorts.size() == EntryTable.MAX_OWNERS) {
      throw new IllegalStateException("more than " + EntryTable.MAX_OWNERS + " versions");
    }
    SlotQueue waiting = new SlotQueue(table, matcher::horizonEnd);
    Cohort cohort = new Cohort(cohorts.size(), matcher, version, waiting);
    cohorts.add(cohort);
    return cohort;
  }

  Cohort cohort(int slot) {
    return cohorts.get(table.owner(slot));
  }

  /** Opens a record, for which another may have to be given up. */
  int insert(long high, long low, Cohort cohort, boolean live) {
    if (table.size() >= limit) {
      giveUp(live);
    }
    return table.insert(high, low, cohort.number);
  }

  /** Lets a new record wait for what comes first for it. */
  void enqueue(int slot) {
    Cohort cohort = cohort(slot);
    if (cohort.matcher.isPending(slot)) {
      table.set(slot, QUEUED, true);
      cohort.waiting.add(slot);
    } else {
      lifetimes.add(slot);
    }
  }

  /** The first end of a horizon of a pending prediction; {@link SlotQueue#NEVER} without one. */
  long firstHorizonMillis(Cohort cohort) {
    return Math.min(firstQueuedMillis(cohort), firstAgainMillis(cohort));
  }

  /** Takes the first pending prediction out of its queue. */
  private int removeFirst(Cohort cohort) {
    Cohort.Again again = cohort.firstAgain();
    if (again != null && firstAgainMillis(cohort) < firstQueuedMillis(cohort)) {
      cohort.removeFirstAgain();
      return again.slot();
    }
    return dequeue(cohort);
  }

  /** Moves the first record of the queue to those whose life ends. */
  private int dequeue(Cohort cohort) {
    int slot = cohort.waiting.first();
    cohort.waiting.removeFirst();
    table.set(slot, QUEUED, false);
    lifetimes.add(slot);
    return slot;
  }

  private long firstQueuedMillis(Cohort cohort) {
    while (cohort.waiting.first() != EntryTable.NONE
        && !cohort.matcher.isPending(cohort.waiting.first())) {
      var unused = dequeue(cohort);
    }
    return cohort.waiting.firstMillis();
  }

  private long firstAgainMillis(Cohort cohort) {
    for (Cohort.Again again = cohort.firstAgain(); again != null; again = cohort.firstAgain()) {
      if (isStill(cohort, again)) {
        return again.horizonMillis();
      }
      cohort.removeFirstAgain();
    }
    return SlotQueue.NEVER;
  }

  /** Whether the slot holds what it did, or at least something of which the same is true. */
  private boolean isStill(Cohort cohort, Cohort.Again again) {
    int slot = again.slot();
    return table.isUsed(slot)
        && !table.has(slot, QUEUED)
        && table.owner(slot) == cohort.number
        && cohort.matcher.isPending(slot)
        && cohort.matcher.horizonEnd(slot) == again.horizonMillis();
  }

  private void giveUp(boolean live) {
    long first = lifetimes.firstMillis();
    SlotQueue queue = lifetimes;
    for (Cohort cohort : cohorts) {
      if (firstQueuedMillis(cohort) < first) {
        first = cohort.waiting.firstMillis();
        queue = cohort.waiting;
      }
    }
    // Several at once, so that looking for the first is not the work of each.
    int count = Math.clamp(limit / 100, 1, MOST_GIVEN_UP_AT_ONCE);
    for (int i = 0; i < count && queue.first() != EntryTable.NONE; i++) {
      int slot = queue.first();
      queue.removeFirst();
      giveUp(slot, live);
    }
  }

  private void giveUp(int slot, boolean live) {
    Cohort cohort = cohort(slot);
    OutcomeMatcher matcher = cohort.matcher;
    GivenUp what = GivenUp.OUTCOME;
    if (matcher.isPending(slot)) {
      what = GivenUp.PENDING;
      cohort.pending--;
      matcher.listener().unlabelledAdded(cohort.version, matcher.horizonEnd(slot), live);
    } else if (table.has(slot, PREDICTED)) {
      what = GivenUp.MATCHED;
    }
    matcher.listener().givenUp(cohort.version, what, deadlineMillis(slot), live);
    forget(slot, live);
  }

  private void forget(int slot, boolean live) {
    if (!table.has(slot, PREDICTED)) {
      OutcomeMatcher matcher = cohort(slot).matcher;
      for (int i = early.count(slot); i > 0; i--) {
        matcher.listener().orphan(matcher.deadlineMillis(slot), live);
      }
    }
    early.forget(slot);
    details.forget(slot);
    table.remove(slot);
  }

  private long deadlineMillis(int slot) {
    return cohort(slot).matcher.deadlineMillis(slot);
  }
}
