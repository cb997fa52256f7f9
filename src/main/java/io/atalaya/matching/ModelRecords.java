package io.atalaya.matching;

import static io.atalaya.matching.EntryFlags.ACTUAL_CLASS;
import static io.atalaya.matching.EntryFlags.FAILED;
import static io.atalaya.matching.EntryFlags.LABELLED;
import static io.atalaya.matching.EntryFlags.PREDICTED;
import static io.atalaya.matching.EntryFlags.PREDICTED_CLASS;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import org.jspecify.annotations.Nullable;

/** What the records of one model say: its predictions, outcomes and pairs. One writer. */
final class ModelRecords {

  private static final int GROUP_BITS = Integer.numberOfTrailingZeros(MatchListener.GROUPS);

  private final EntryTable table;
  private final StatedDetails details;
  private final ClassNames classes = new ClassNames();
  private final SegmentNames segments = new SegmentNames();

  ModelRecords(Matching matching) {
    table = matching.table();
    details = matching.details();
  }

  /** Writes a prediction into a record. */
  void put(int slot, Prediction prediction, int group) {
    Label value = prediction.value();
    int segment = segments.number(prediction.segment()) << GROUP_BITS;
    if (value == null) {
      table.setPrediction(slot, 0, prediction.timeMillis(), segment);
    } else {
      int traits = segment | group;
      table.setPrediction(slot, classes.bits(value), prediction.timeMillis(), traits);
      details.put(slot, prediction, classes);
    }
    table.set(slot, PREDICTED, true);
    table.set(slot, FAILED, value == null);
    table.set(slot, PREDICTED_CLASS, value instanceof Label.Category);
  }

  /** Puts the outcome in force; false when it says what is in force already. */
  boolean take(int slot, EarlyOutcomes.Early outcome) {
    Label actual = outcome.actual();
    boolean before = table.has(slot, LABELLED);
    if (actual == null) {
      table.set(slot, LABELLED, false);
      return before;
    }
    long bits = classes.bits(actual);
    boolean category = actual instanceof Label.Category;
    boolean sameTime = !outcome.timeGiven() || outcome.timeMillis() == table.outcomeMillis(slot);
    if (before
        && sameTime
        && table.actual(slot) == bits
        && table.has(slot, ACTUAL_CLASS) == category) {
      return false;
    }
    table.setOutcome(slot, bits, outcome.timeMillis());
    table.set(slot, LABELLED, true);
    table.set(slot, ACTUAL_CLASS, category);
    return true;
  }

  /** The pair in force; null without a label. */
  @Nullable Pair pair(int slot, String version) {
    return table.has(slot, LABELLED)
        ? new Pair(
            version,
            classes.label(table.predicted(slot), table.has(slot, PREDICTED_CLASS)),
            classes.label(table.actual(slot), table.has(slot, ACTUAL_CLASS)),
            table.predictionMillis(slot),
            table.outcomeMillis(slot),
            segment(slot),
            table.traits(slot) & MatchListener.GROUPS - 1,
            details.interval(slot),
            details.probabilities(slot, classes))
        : null;
  }

  /** The segment of a prediction; null for none. */
  @Nullable String segment(int slot) {
    return segments.name(table.traits(slot) >> GROUP_BITS);
  }

  /** The traits, if they can be those of a record here. */
  int known(int traits) {
    if (traits < 0 || traits >> GROUP_BITS >= segments.count()) {
      throw new IllegalArgumentException("no segment has the number of traits " + traits);
    }
    return traits;
  }

  /** The segment under which one is counted; null for none. */
  @Nullable String bounded(@Nullable String segment) {
    return segments.name(segments.number(segment));
  }

  ClassNames classes() {
    return classes;
  }

  /** Writes the names. */
  void writeTo(ByteWriter out) {
    classes.writeTo(out);
    segments.writeTo(out);
  }

  /** Restores what {@link #writeTo} wrote. */
  void restoreFrom(ByteReader in) {
    classes.restoreFrom(in);
    segments.restoreFrom(in);
  }
}
