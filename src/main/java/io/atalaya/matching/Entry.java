package io.atalaya.matching;

import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one prediction identifier: its prediction, its outcomes so far, or both. */
final class Entry {

  /** An outcome that came before its prediction. */
  record Early(Outcome outcome, long appendedMillis, boolean live) {}

  final String id;

  /** Null until the prediction is read. */
  @Nullable String version;

  /** Null until the prediction is read, and for a failed one. */
  @Nullable Label predicted;

  long predictionMillis;
  long predictionAppendedMillis;

  /** The label in force; null while there is none. */
  @Nullable Label actual;

  long outcomeMillis;

  /** Whether any outcome was accepted, be it retracted since. */
  boolean answered;

  long lastAppendedMillis;
  boolean countedUnlabelled;
  final List<Early> early = new ArrayList<>(0);

  Entry(String id) {
    this.id = id;
  }

  boolean isPending() {
    return predicted != null && actual == null && !countedUnlabelled;
  }

  /** Puts the outcome in force; false when it says what is in force already. */
  boolean take(Outcome outcome) {
    Label before = actual;
    Label after = outcome.actual();
    boolean unchanged;
    if (before == null || after == null) {
      unchanged = before == after;
    } else {
      boolean sameTime = !outcome.timeGiven() || outcome.timeMillis() == outcomeMillis;
      unchanged = sameTime && before.equals(after);
    }
    if (!unchanged) {
      actual = after;
      outcomeMillis = outcome.timeMillis();
    }
    return !unchanged;
  }
}
