package io.atalaya.matching;

import static io.atalaya.matching.EntryFlags.ACTUAL_CLASS;
import static io.atalaya.matching.EntryFlags.EARLY;
import static io.atalaya.matching.EntryFlags.EARLY_LIVE;
import static io.atalaya.matching.EntryFlags.EARLY_TIMED;
import static io.atalaya.matching.EntryFlags.LABELLED;

import io.atalaya.event.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes that came before their prediction. One of an identifier fits into its record; only
 * where there are several, a list is kept. One writer.
 */
final class EarlyOutcomes {

  /** Outcomes of one identifier that are kept while its prediction is awaited. */
  static final int MOST = 100;

  static final List<Early> NONE = List.of();

  /** An outcome; {@code actual} is null for a retraction. */
  record Early(
      @Nullable Label actual,
      long timeMillis,
      boolean timeGiven,
      long appendedMillis,
      boolean live) {}

  private final EntryTable table;
  private final Map<Integer, List<Early>> several = new HashMap<>();

  EarlyOutcomes(EntryTable table) {
    this.table = table;
  }

  /**
   * Keeps one more outcome of a record, before it is put in force.
   *
   * @return whether another had to make room for it
   */
  boolean add(int slot, Early outcome, ClassNames classes) {
    List<Early> waiting = several.get(slot);
    if (waiting == null && !table.has(slot, EARLY)) {
      table.set(slot, EARLY, true);
      table.set(slot, EARLY_TIMED, outcome.timeGiven());
      table.set(slot, EARLY_LIVE, outcome.live());
      table.setOutcome(slot, 0, outcome.timeMillis());
      return false;
    }
    if (waiting == null) {
      waiting = new ArrayList<>(2);
      waiting.add(single(slot, classes));
      several.put(slot, waiting);
    }
    waiting.add(outcome);
    if (waiting.size() <= MOST) {
      return false;
    }
    waiting.removeFirst();
    return true;
  }

  /** The number of outcomes that wait. */
  int count(int slot) {
    List<Early> waiting = several.get(slot);
    return waiting != null ? waiting.size() : table.has(slot, EARLY) ? 1 : 0;
  }

  /** Takes out the outcomes that wait, in the order of the log; none is in force any more. */
  List<Early> take(int slot, ClassNames classes) {
    if (!table.has(slot, EARLY)) {
      return NONE;
    }
    List<Early> waiting = several.remove(slot);
    if (waiting == null) {
      waiting = List.of(single(slot, classes));
    }
    table.set(slot, EARLY | EARLY_TIMED | EARLY_LIVE | LABELLED | ACTUAL_CLASS, false);
    return waiting;
  }

  /** The outcomes of a record of which several wait; empty for all others. */
  List<Early> several(int slot) {
    return several.getOrDefault(slot, NONE);
  }

  /** Gives a record the outcomes of which several wait; none says that the record holds all. */
  void restore(int slot, List<Early> waiting) {
    if (!waiting.isEmpty()) {
      several.put(slot, waiting);
    }
  }

  /** Drops the list of a record that ends. */
  void forget(int slot) {
    if (table.has(slot, EARLY)) {
      several.remove(slot);
    }
  }

  private Early single(int slot, ClassNames classes) {
    return new Early(
        table.has(slot, LABELLED)
            ? classes.label(table.actual(slot), table.has(slot, ACTUAL_CLASS))
            : null,
        table.outcomeMillis(slot),
        table.has(slot, EARLY_TIMED),
        table.appendedMillis(slot),
        table.has(slot, EARLY_LIVE));
  }
}
