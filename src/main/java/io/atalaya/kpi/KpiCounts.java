package io.atalaya.kpi;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Interaction;
import io.atalaya.event.PredictionId;
import io.atalaya.statistics.Accumulator;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The interactions that business figures are made of: by type, those attributed to a prediction
 * apart from the others, and where a figure asks for it by segment as well.
 *
 * <p>Memory: that of {@link InteractionCounts} for each type that was seen, and for each of its
 * segments. One writer.
 */
public final class KpiCounts implements Accumulator<KpiCounts> {

  /** The segment of all segments; no other has an empty name. */
  private static final String ALL = "";

  private record Key(String segment, String type, boolean attributed) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::segment)
            .thenComparing(Key::type)
            .thenComparing(Key::attributed, Boolean::compare);
  }

  private final SortedMap<Key, InteractionCounts> counts = new TreeMap<>(Key.ORDER);

  /**
   * Counts an interaction; one that no figure asks for is passed over.
   *
   * @param segment the segment that it counts under; null for none
   * @param attributed whether it is attributed to a prediction
   */
  public void add(
      KpiPlan plan, Interaction interaction, @Nullable String segment, boolean attributed) {
    KpiPlan.Counted counted = plan.counted(interaction.type());
    if (counted != null) {
      add(new Key(ALL, interaction.type(), attributed), counted, interaction);
      if (counted.segments() && segment != null) {
        add(new Key(segment, interaction.type(), attributed), counted, interaction);
      }
    }
  }

  private void add(Key key, KpiPlan.Counted counted, Interaction interaction) {
    InteractionCounts of = counts.computeIfAbsent(key, ignored -> new InteractionCounts());
    of.add(counted, interaction.value());
    PredictionId id = interaction.id();
    if (counted.predictions() && id != null) {
      of.addPrediction(id.high());
    }
  }

  @Override
  public void merge(KpiCounts other) {
    other.counts.forEach(
        (key, more) -> counts.computeIfAbsent(key, ignored -> new InteractionCounts()).merge(more));
  }

  @Override
  public void retract(KpiCounts other) {
    // A copy, since what becomes empty is removed, perhaps of this one itself.
    new TreeMap<>(other.counts)
        .forEach(
            (key, less) -> {
              InteractionCounts of =
                  counts.computeIfAbsent(key, ignored -> new InteractionCounts());
              of.retract(less);
              if (of.isEmpty()) {
                counts.remove(key);
              }
            });
  }

  @Override
  public boolean isEmpty() {
    return counts.isEmpty();
  }

  /**
   * The interactions of a type, of all segments, as a new accumulator.
   *
   * @param attributed whether to leave out those that are not attributed
   */
  InteractionCounts of(String type, boolean attributed) {
    InteractionCounts all = new InteractionCounts();
    addTo(all, new Key(ALL, type, true));
    if (!attributed) {
      addTo(all, new Key(ALL, type, false));
    }
    return all;
  }

  private void addTo(InteractionCounts all, Key key) {
    InteractionCounts of = counts.get(key);
    if (of != null) {
      all.merge(of);
    }
  }

  /** What was counted of those segments that are wanted, all together, as a new accumulator. */
  public KpiCounts ofSegments(Predicate<String> wanted) {
    KpiCounts some = new KpiCounts();
    counts.forEach(
        (key, of) -> {
          if (!key.segment.equals(ALL) && wanted.test(key.segment)) {
            some.counts
                .computeIfAbsent(
                    new Key(ALL, key.type, key.attributed), ignored -> new InteractionCounts())
                .merge(of);
          }
        });
    return some;
  }

  public void writeTo(ByteWriter out) {
    out.writeUnsigned(counts.size());
    counts.forEach(
        (key, of) -> {
          out.writeString(key.segment).writeString(key.type).writeByte(key.attributed ? 1 : 0);
          of.writeTo(out);
        });
  }

  /** Reads what {@link #writeTo} wrote. */
  public static KpiCounts readFrom(ByteReader in) {
    KpiCounts read = new KpiCounts();
    for (int left = in.readCount(); left > 0; left--) {
      Key key = new Key(in.readString(), in.readString(), in.readByte() == 1);
      read.counts.put(key, InteractionCounts.readFrom(in));
    }
    return read;
  }

  /** Reads of what {@link #writeTo} wrote that which is of all segments; the rest is left. */
  public static KpiCounts readTotalsFrom(ByteReader in) {
    KpiCounts read = new KpiCounts();
    for (int left = in.readCount(); left > 0; left--) {
      Key key = new Key(in.readString(), in.readString(), in.readByte() == 1);
      // The empty name comes first.
      if (!key.segment.equals(ALL)) {
        break;
      }
      read.counts.put(key, InteractionCounts.readFrom(in));
    }
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof KpiCounts other && counts.equals(other.counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }
}
