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

  /** Whether {@code outcome} says what the entry already holds. */
  boolean unchangedBy(Outcome outcome) {
    if (outcome.actual() == null || actual == null) {
      return outcome.actual() == null && actual == null;
    }
    return actual.equals(outcome.actual())
        && (!outcome.timeGiven() || outcome.timeMillis() == outcomeMillis);
  }
}
