package io.atalaya.matching;

import static io.atalaya.matching.EntryFlags.EARLY;
import static io.atalaya.matching.EntryFlags.EARLY_LIVE;
import static io.atalaya.matching.EntryFlags.FAILED;
import static io.atalaya.matching.EntryFlags.LABELLED;
import static io.atalaya.matching.EntryFlags.PREDICTED;
import static io.atalaya.matching.EntryFlags.QUEUED;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Label;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The wire form of a {@link Matching}: its models and versions, then the records, about 45 bytes
 * each, then the outcomes of identifiers of which several wait.
 */
final class MatchingState {

  /** What nearly every record takes at the most. */
  private static final int RECORD_BYTES = 48;

  private final Matching matching;
  private final EntryTable table;
  private final EarlyOutcomes early;
  private final StatedDetails details;
  private final List<Cohort> cohorts;

  MatchingState(Matching matching, List<Cohort> cohorts) {
    this.matching = matching;
    this.cohorts = cohorts;
    table = matching.table();
    early = matching.early();
    details = matching.details();
  }

  void writeTo(ByteWriter out) {
    Set<OutcomeMatcher> matchers = new LinkedHashSet<>();
    cohorts.forEach(cohort -> matchers.add(cohort.matcher));
    out.writeUnsigned(matchers.size());
    for (OutcomeMatcher matcher : matchers) {
      out.writeString(matcher.model());
      matcher.records().writeTo(out);
    }
    out.writeUnsigned(cohorts.size());
    for (Cohort cohort : cohorts) {
      out.writeString(cohort.matcher.model()).writeString(cohort.version);
    }
    out.expect(table.size() * RECORD_BYTES).writeUnsigned(table.size());
    long before = 0;
    for (int slot = 0; slot < table.slots(); slot++) {
      if (table.isUsed(slot)) {
        writeRecord(slot, before, out);
        before = table.appendedMillis(slot);
      }
    }
  }

  private void writeRecord(int slot, long before, ByteWriter out) {
    out.writeLong(table.high(slot)).writeLong(table.low(slot));
    out.writeUnsigned(table.owner(slot));
    out.writeUnsigned(table.flags(slot) & ~(QUEUED | EARLY_LIVE));
    long appended = table.appendedMillis(slot);
    out.writeSigned(appended - before);
    if (table.has(slot, PREDICTED)) {
      out.writeSigned(table.predictionMillis(slot) - appended);
      out.writeUnsigned(table.traits(slot));
      if (!table.has(slot, FAILED)) {
        out.writeLong(table.predicted(slot)).writeBytes(details.bytes(slot));
      }
    }
    if (table.has(slot, LABELLED | EARLY)) {
      out.writeSigned(table.outcomeMillis(slot) - appended).writeLong(table.actual(slot));
    }
    if (table.has(slot, EARLY)) {
      List<EarlyOutcomes.Early> several = early.several(slot);
      out.writeUnsigned(several.size());
      several.forEach(outcome -> writeEarly(slot, outcome, out));
    }
  }

  private void writeEarly(int slot, EarlyOutcomes.Early outcome, ByteWriter out) {
    Label actual = outcome.actual();
    out.writeByte(
        (actual == null ? 0 : actual instanceof Label.Category ? 2 : 1)
            + (outcome.timeGiven() ? 4 : 0));
    out.writeSigned(outcome.timeMillis()).writeSigned(outcome.appendedMillis());
    if (actual != null) {
      out.writeLong(matching.cohort(slot).matcher.records().classes().bits(actual));
    }
  }

  void restoreFrom(ByteReader in, Function<String, OutcomeMatcher> matchers) {
    for (int i = in.readCount(); i > 0; i--) {
      matchers.apply(in.readString()).records().restoreFrom(in);
    }
    List<Cohort> restored = new ArrayList<>();
    for (int i = in.readCount(); i > 0; i--) {
      OutcomeMatcher matcher = matchers.apply(in.readString());
      restored.add(matcher.cohort(in.readString()));
    }
    long before = 0;
    for (int i = in.readCount(); i > 0; i--) {
      before = readRecord(in, restored, before);
    }
  }

  private long readRecord(ByteReader in, List<Cohort> restored, long before) {
    long high = in.readLong();
    long low = in.readLong();
    Cohort cohort = owner(in, restored);
    int flags = (int) in.readUnsigned();
    if ((flags & ~EntryFlags.STATE) != 0 || table.find(high, low) != EntryTable.NONE) {
      throw new IllegalArgumentException("no record has the flags " + flags + ", or it is double");
    }
    int slot = matching.insert(high, low, cohort, false);
    table.set(slot, flags, true);
    long appended = before + in.readSigned();
    table.setAppendedMillis(slot, appended);
    if (table.has(slot, PREDICTED)) {
      long millis = appended + in.readSigned();
      int traits = cohort.matcher.records().known((int) in.readUnsigned());
      if (table.has(slot, FAILED)) {
        table.setPrediction(slot, 0, millis, traits);
      } else {
        table.setPrediction(slot, in.readLong(), millis, traits);
        details.put(slot, in.readBytes());
      }
    }
    if (table.has(slot, LABELLED | EARLY)) {
      long millis = appended + in.readSigned();
      table.setOutcome(slot, in.readLong(), millis);
    }
    if (table.has(slot, EARLY)) {
      List<EarlyOutcomes.Early> several = new ArrayList<>();
      for (int i = in.readCount(); i > 0; i--) {
        several.add(readEarly(in, cohort.matcher.records().classes()));
      }
      early.restore(slot, several);
    }
    if (cohort.matcher.isPending(slot)) {
      cohort.pending++;
    }
    matching.enqueue(slot);
    return appended;
  }

  private static Cohort owner(ByteReader in, List<Cohort> restored) {
    long owner = in.readUnsigned();
    if (owner < 0 || owner >= restored.size()) {
      throw new IllegalArgumentException("no version has the number " + owner);
    }
    return restored.get((int) owner);
  }

  private static EarlyOutcomes.Early readEarly(ByteReader in, ClassNames classes) {
    int kind = in.readByte();
    long millis = in.readSigned();
    long appended = in.readSigned();
    Label actual = (kind & 3) == 0 ? null : classes.label(in.readLong(), (kind & 3) == 2);
    // What has waited since before a restart was read then.
    return new EarlyOutcomes.Early(actual, millis, (kind & 4) != 0, appended, false);
  }
}
