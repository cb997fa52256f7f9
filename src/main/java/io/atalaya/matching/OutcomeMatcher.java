package io.atalaya.matching;

import static io.atalaya.matching.EntryFlags.ANSWERED;
import static io.atalaya.matching.EntryFlags.FAILED;
import static io.atalaya.matching.EntryFlags.LABELLED;
import static io.atalaya.matching.EntryFlags.PREDICTED;
import static io.atalaya.matching.EntryFlags.QUEUED;
import static io.atalaya.matching.EntryFlags.UNLABELLED;

import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.statistics.StableHash;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Joins the outcomes of one model to its predictions, whichever is read first.
 *
 * <p>Of one identifier the first prediction counts and the last outcome; a retraction takes the
 * pair back. Every decision compares the append times of the identifier's own records, never the
 * order in which two topics were read:
 *
 * <ul>
 *   <li>an outcome answers a prediction when it was appended no later than the prediction's event
 *       time plus the horizon, and the prediction no later than the outcome plus the horizon;
 *   <li>a correction or retraction counts when it was appended within the horizon of the outcome
 *       before it;
 *   <li>an entry is forgotten once everything appended up to its deadline has been read.
 * </ul>
 *
 * <p>An identifier is therefore to be used once within twice the horizon. What is remembered is
 * kept by {@link Matching}, for all models of a partition index. All times are in milliseconds
 * since the epoch. One writer.
 */
public final class OutcomeMatcher {

  /** The version under which outcomes without a prediction are counted. */
  public static final String UNKNOWN_VERSION = "unknown";

  private final String model;
  private final long seed;
  private final long horizonMillis;
  private final MatchListener listener;
  private final Matching matching;
  private final EntryTable table;
  private final EarlyOutcomes early;
  private final ModelRecords records;
  private final Map<String, Cohort> cohorts = new HashMap<>();

  /** Most events are of the version of the one before. */
  private @Nullable Cohort last;

  OutcomeMatcher(String model, long horizonMillis, MatchListener listener, Matching matching) {
    this.model = model;
    this.horizonMillis = horizonMillis;
    this.listener = listener;
    this.matching = matching;
    seed = StableHash.of(model);
    table = matching.table();
    early = matching.early();
    records = new ModelRecords(matching);
  }

  /** Has the memory fetched that an event of this identifier will need, some events later. */
  public void expect(PredictionId id) {
    table.touch(low(id));
  }

  /** The segment itself, or the one that too many are counted under; null for none. */
  public @Nullable String boundedSegment(@Nullable String segment) {
    return records.bounded(segment);
  }

  /**
   * Takes a prediction.
   *
   * @param appendedMillis when its record was appended to the log
   * @param live false when it is read again after a restart
   * @return false for a duplicate
   */
  public boolean add(Prediction prediction, long appendedMillis, boolean live) {
    long high = high(prediction.id());
    long low = low(prediction.id());
    int slot = table.find(high, low);
    boolean known = slot != EntryTable.NONE;
    if (known && table.has(slot, PREDICTED)) {
      return false;
    }
    Cohort cohort = cohort(prediction.version());
    Iterable<EarlyOutcomes.Early> outcomes = EarlyOutcomes.NONE;
    if (known) {
      // What the outcomes so far amount to is decided anew, now that they have a prediction.
      outcomes = early.take(slot, records.classes());
      table.setOwner(slot, cohort.number);
    } else {
      slot = matching.insert(high, low, cohort, live);
    }
    records.put(slot, prediction, listener.groupOf(prediction));
    table.setAppendedMillis(slot, appendedMillis);
    if (!table.has(slot, FAILED)) {
      cohort.pending++;
    }
    if (!known) {
      matching.enqueue(slot);
    }
    for (EarlyOutcomes.Early outcome : outcomes) {
      apply(slot, outcome, outcome.live() || live);
    }
    if (known && isPending(slot)) {
      cohort.addAgain(horizonEnd(slot), slot);
    }
    return true;
  }

  /**
   * Takes an outcome.
   *
   * @param appendedMillis when its record was appended to the log
   * @param live false when it is read again after a restart
   * @return false when it changes nothing
   */
  public boolean add(Outcome outcome, long appendedMillis, boolean live) {
    long high = high(outcome.id());
    long low = low(outcome.id());
    int slot = table.find(high, low);
    EarlyOutcomes.Early answer =
        new EarlyOutcomes.Early(
            outcome.actual(), outcome.timeMillis(), outcome.timeGiven(), appendedMillis, live);
    if (slot != EntryTable.NONE && table.has(slot, PREDICTED)) {
      return apply(slot, answer, live);
    }
    boolean known = slot != EntryTable.NONE;
    if (!known) {
      slot = matching.insert(high, low, cohort(UNKNOWN_VERSION), live);
    }
    // One that changes nothing is kept all the same: its prediction may come too late for the
    // outcome before and in time for this one.
    if (early.add(slot, answer, records.classes())) {
      listener.orphan(appendedMillis, live);
    }
    boolean changed = records.take(slot, answer);
    table.setAppendedMillis(slot, appendedMillis);
    if (!known) {
      matching.enqueue(slot);
    }
    return changed;
  }

  /** The number of a version's predictions that wait for their outcome. */
  public int pending(String version) {
    Cohort cohort = cohorts.get(version);
    return cohort == null ? 0 : cohort.pending;
  }

  /** The event time of the oldest of them; {@link Long#MAX_VALUE} when there is none. */
  public long oldestPendingMillis(String version) {
    Cohort cohort = cohorts.get(version);
    if (cohort == null || cohort.pending == 0) {
      return Long.MAX_VALUE;
    }
    long first = matching.firstHorizonMillis(cohort);
    return first == SlotQueue.NEVER ? Long.MAX_VALUE : first - horizonMillis;
  }

  /** What is remembered of a prediction; null when none was read, or too long ago. */
  @Nullable Answer answer(PredictionId id) {
    int slot = table.find(high(id), low(id));
    return slot != EntryTable.NONE && table.has(slot, PREDICTED)
        ? new Answer(
            matching.cohort(slot).version, records.segment(slot), table.predictionMillis(slot))
        : null;
  }

  String model() {
    return model;
  }

  MatchListener listener() {
    return listener;
  }

  ModelRecords records() {
    return records;
  }

  Cohort cohort(String version) {
    Cohort cohort = last;
    if (cohort == null || !cohort.version.equals(version)) {
      cohort = cohorts.computeIfAbsent(version, name -> matching.open(this, name));
      last = cohort;
    }
    return cohort;
  }

  boolean isPending(int slot) {
    return table.has(slot, PREDICTED) && !table.has(slot, FAILED | LABELLED | UNLABELLED);
  }

  /** When an unlabelled prediction's horizon ends. */
  long horizonEnd(int slot) {
    return table.predictionMillis(slot) + horizonMillis;
  }

  /** When nothing can come any more that would change what the record says. */
  long deadlineMillis(int slot) {
    boolean predicted = table.has(slot, PREDICTED);
    long answerDeadline =
        !predicted || table.has(slot, ANSWERED)
            ? table.appendedMillis(slot) + horizonMillis
            : Long.MIN_VALUE;
    return predicted ? Math.max(answerDeadline, horizonEnd(slot)) : answerDeadline;
  }

  void count(String version, Match match, boolean live) {
    if (live) {
      listener.outcome(version, match);
    }
  }

  /** The identifier's bits, so that the same one of another model is another. */
  private long high(PredictionId id) {
    return id.high() ^ seed;
  }

  private long low(PredictionId id) {
    return id.low() ^ Long.rotateLeft(seed, 32);
  }

  private boolean apply(int slot, EarlyOutcomes.Early outcome, boolean live) {
    if (table.has(slot, FAILED)) {
      // A failed prediction has nothing to be compared with; that the outcome is new, it can tell.
      boolean isNew = records.take(slot, outcome);
      if (isNew) {
        listener.orphan(outcome.appendedMillis(), live);
      } else {
        count(UNKNOWN_VERSION, Match.DUPLICATE, live);
      }
      return isNew;
    }
    if (!inTime(slot, outcome.appendedMillis())) {
      listener.orphan(outcome.appendedMillis(), live);
      return true;
    }
    Cohort cohort = matching.cohort(slot);
    String version = cohort.version;
    @Nullable Pair before = records.pair(slot, version);
    if (!records.take(slot, outcome)) {
      count(version, Match.DUPLICATE, live);
      return false;
    }
    table.set(slot, ANSWERED, true);
    table.setAppendedMillis(slot, outcome.appendedMillis());
    @Nullable Pair after = records.pair(slot, version);
    if (before != null) {
      listener.pairRemoved(before, live);
    }
    if (after != null) {
      listener.pairAdded(after, live);
    }
    if (before == null) {
      if (table.has(slot, UNLABELLED)) {
        table.set(slot, UNLABELLED, false);
        listener.unlabelledRemoved(version, horizonEnd(slot), live);
      } else {
        cohort.pending--;
      }
    } else if (after == null) {
      cohort.pending++;
      if (!table.has(slot, QUEUED)) {
        cohort.addAgain(horizonEnd(slot), slot);
      }
    }
    count(
        version,
        after == null ? Match.RETRACTED : before == null ? Match.MATCHED : Match.CORRECTED,
        live);
    return true;
  }

  private boolean inTime(int slot, long appendedMillis) {
    if (table.has(slot, ANSWERED)) {
      return appendedMillis <= table.appendedMillis(slot) + horizonMillis;
    }
    // Until the first answer the record's append time is that of the prediction.
    return appendedMillis <= horizonEnd(slot)
        && table.appendedMillis(slot) <= appendedMillis + horizonMillis;
  }
}
