package io.atalaya.matching;

import io.atalaya.event.Event;
import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
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
 * <p>An identifier is therefore to be used once within twice the horizon. Memory: one entry an
 * identifier for that time. All times are in milliseconds since the epoch. One writer.
 */
public final class OutcomeMatcher {

  /** The version under which outcomes without a prediction are counted. */
  public static final String UNKNOWN_VERSION = "unknown";

  /** Outcomes of one identifier that are kept while its prediction is awaited. */
  private static final int MAX_EARLY = 100;

  private final long horizonMillis;
  private final MatchListener listener;
  private final Map<String, Entry> entries = new HashMap<>();
  private final ExpiryQueue lifetimes = new ExpiryQueue(this::deadlineMillis);
  private final Map<String, PendingPredictions> pending = new HashMap<>();

  public OutcomeMatcher(long horizonMillis, MatchListener listener) {
    this.horizonMillis = horizonMillis;
    this.listener = listener;
  }

  /**
   * Takes a prediction.
   *
   * @param appendedMillis when its record was appended to the log
   * @param live false when it is read again after a restart
   * @return false for a duplicate
   */
  public boolean add(Prediction prediction, long appendedMillis, boolean live) {
    Entry entry = entries.get(prediction.id());
    boolean known = entry != null;
    if (entry == null) {
      entry = new Entry(prediction.id());
      entries.put(prediction.id(), entry);
    } else if (entry.version != null) {
      return false;
    }
    // What the outcomes so far amount to is decided anew, now that they have a prediction.
    entry.actual = null;
    entry.version = prediction.version();
    entry.predicted = prediction.value();
    entry.predictionMillis = prediction.timeMillis();
    entry.predictionAppendedMillis = appendedMillis;
    if (entry.isPending()) {
      pendingOf(prediction.version()).add(entry);
    }
    if (!known) {
      lifetimes.add(entry);
    }
    for (Entry.Early early : entry.early) {
      apply(entry, early.outcome(), early.appendedMillis(), early.live() || live);
    }
    entry.early.clear();
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
    Entry entry = entries.get(outcome.id());
    if (entry != null && entry.version != null) {
      return apply(entry, outcome, appendedMillis, live);
    }
    if (entry == null) {
      entry = new Entry(outcome.id());
      entries.put(outcome.id(), entry);
      addEarly(entry, outcome, appendedMillis, live);
      lifetimes.add(entry);
    } else {
      // One that changes nothing is kept all the same: its prediction may come too late for the
      // outcome before and in time for this one.
      addEarly(entry, outcome, appendedMillis, live);
    }
    return entry.take(outcome);
  }

  /**
   * Takes note that everything appended before {@code progressMillis} has been read, and ends what
   * that ends.
   */
  public void advance(long progressMillis, boolean live) {
    for (Map.Entry<String, PendingPredictions> version : pending.entrySet()) {
      ExpiryQueue queue = version.getValue().queue;
      for (Entry entry = queue.pollBefore(progressMillis);
          entry != null;
          entry = queue.pollBefore(progressMillis)) {
        version.getValue().count--;
        entry.countedUnlabelled = true;
        listener.unlabelledAdded(version.getKey(), entry.predictionMillis + horizonMillis, live);
      }
    }
    for (Entry entry = lifetimes.pollBefore(progressMillis);
        entry != null;
        entry = lifetimes.pollBefore(progressMillis)) {
      entries.remove(entry.id);
      for (int i = 0; i < entry.early.size(); i++) {
        count(UNKNOWN_VERSION, Match.UNMATCHED, live);
      }
    }
    pending.values().removeIf(version -> version.count == 0 && version.queue.isEmpty());
  }

  /** The number of a version's predictions that wait for their outcome. */
  public int pending(String version) {
    PendingPredictions predictions = pending.get(version);
    return predictions == null ? 0 : predictions.count;
  }

  /** The event time of the oldest of them; {@link Long#MAX_VALUE} when there is none. */
  public long oldestPendingMillis(String version) {
    PendingPredictions predictions = pending.get(version);
    return predictions == null || predictions.count == 0
        ? Long.MAX_VALUE
        : predictions.queue.firstMillis() - horizonMillis;
  }

  private boolean apply(Entry entry, Outcome outcome, long appendedMillis, boolean live) {
    String version = entry.version == null ? Event.UNVERSIONED : entry.version;
    Label predicted = entry.predicted;
    if (predicted == null) {
      // A failed prediction has nothing to be compared with; that the outcome is new, it can tell.
      boolean isNew = entry.take(outcome);
      count(UNKNOWN_VERSION, isNew ? Match.UNMATCHED : Match.DUPLICATE, live);
      return isNew;
    }
    if (!inTime(entry, appendedMillis)) {
      count(UNKNOWN_VERSION, Match.UNMATCHED, live);
      return true;
    }
    Label before = entry.actual;
    Label after = outcome.actual();
    @Nullable Pair pairBefore = before == null ? null : pair(entry, version, predicted, before);
    if (!entry.take(outcome)) {
      count(version, Match.DUPLICATE, live);
      return false;
    }
    entry.answered = true;
    entry.lastAppendedMillis = appendedMillis;
    if (pairBefore != null) {
      listener.pairRemoved(pairBefore, live);
    }
    long horizonEnd = entry.predictionMillis + horizonMillis;
    if (after != null) {
      listener.pairAdded(pair(entry, version, predicted, after), live);
    }
    if (before == null && after != null) {
      if (entry.countedUnlabelled) {
        entry.countedUnlabelled = false;
        listener.unlabelledRemoved(version, horizonEnd, live);
      } else {
        pendingOf(version).count--;
      }
    } else if (before != null && after == null) {
      pendingOf(version).add(entry);
    }
    count(
        version,
        after == null ? Match.RETRACTED : before == null ? Match.MATCHED : Match.CORRECTED,
        live);
    return true;
  }

  private boolean inTime(Entry entry, long appendedMillis) {
    if (entry.answered) {
      return appendedMillis <= entry.lastAppendedMillis + horizonMillis;
    }
    return appendedMillis <= entry.predictionMillis + horizonMillis
        && entry.predictionAppendedMillis <= appendedMillis + horizonMillis;
  }

  private void addEarly(Entry entry, Outcome outcome, long appendedMillis, boolean live) {
    entry.early.add(new Entry.Early(outcome, appendedMillis, live));
    entry.lastAppendedMillis = appendedMillis;
    if (entry.early.size() > MAX_EARLY) {
      entry.early.removeFirst();
      count(UNKNOWN_VERSION, Match.UNMATCHED, live);
    }
  }

  private long deadlineMillis(Entry entry) {
    long answerDeadline =
        entry.answered || entry.version == null
            ? entry.lastAppendedMillis + horizonMillis
            : Long.MIN_VALUE;
    return entry.version == null
        ? answerDeadline
        : Math.max(answerDeadline, entry.predictionMillis + horizonMillis);
  }

  private PendingPredictions pendingOf(String version) {
    return pending.computeIfAbsent(version, ignored -> new PendingPredictions());
  }

  private void count(String version, Match match, boolean live) {
    if (live) {
      listener.outcome(version, match);
    }
  }

  private static Pair pair(Entry entry, String version, Label predicted, Label actual) {
    return new Pair(version, predicted, actual, entry.predictionMillis, entry.outcomeMillis);
  }

  /** The unlabelled predictions of one version, by the end of their horizon. */
  private final class PendingPredictions {
    private int count;
    private final ExpiryQueue queue =
        new ExpiryQueue(
            entry ->
                entry.isPending() ? entry.predictionMillis + horizonMillis : ExpiryQueue.NEVER);

    void add(Entry entry) {
      count++;
      queue.add(entry);
    }
  }
}
