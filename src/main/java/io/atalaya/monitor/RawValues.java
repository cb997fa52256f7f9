package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ValueCounts;
import io.atalaya.statistics.BottomSample;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.Distribution;
import io.atalaya.statistics.NameCounts;
import io.atalaya.statistics.ReferenceSample;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The values of one feature while nothing is known that they could be counted against: a sample of
 * the numbers, and how often each name was seen. They may be of several parts, which are told
 * apart.
 *
 * <p>The same whatever the order of the values. Memory: 16 bytes a number kept, one more where
 * there are several parts, and the names. One writer.
 */
final class RawValues {

  private final BottomSample numbers;
  private final NameCounts names;

  /** No values; of the numbers at most {@code limit} are kept. */
  RawValues(int limit) {
    this(limit, 1);
  }

  /** No values, of {@code parts} parts; of the numbers at most {@code limit} are kept in all. */
  RawValues(int limit, int parts) {
    this(new BottomSample(limit, parts), new NameCounts(parts));
  }

  private RawValues(BottomSample numbers, NameCounts names) {
    this.numbers = numbers;
    this.names = names;
  }

  /**
   * Adds a value.
   *
   * @param hash that of the prediction's id
   * @param number NaN where it is none
   * @param name null where it is a number
   */
  void add(long hash, double number, @Nullable String name) {
    add(hash, number, name, 0);
  }

  /** Adds a value of a part, likewise. */
  void add(long hash, double number, @Nullable String name, int part) {
    if (name == null) {
      numbers.add(hash, number, part);
    } else {
      names.add(name, part);
    }
  }

  /** The values of those parts that are wanted. */
  RawValues of(IntPredicate wanted) {
    return new RawValues(numbers.of(wanted), names.of(wanted));
  }

  /** How many values there were, those that are not kept included. */
  long given() {
    return numbers.count() + names.total();
  }

  void merge(RawValues other) {
    numbers.merge(other.numbers);
    names.merge(other.names);
  }

  /** The same values counted against a reference. */
  ValueCounts against(Distribution reference) {
    ValueCounts counts = ValueCounts.against(reference);
    counts.addAll(numbers.values(), numbers.count(), names);
    return counts;
  }

  /**
   * The reference that they make: of the type that most of them have, unless only numbers are
   * wanted. Empty without a value of that type, and where more than half of the names are not told
   * apart: so many say nothing about each.
   *
   * @param predictions how many predictions there were, those without the feature included
   */
  Optional<FeatureReference> toReference(long predictions, Kind kind) {
    return toReference(predictions, kind, ReferenceSample.MAX_KNOTS);
  }

  /** The same, of numbers with at most so many knots. */
  Optional<FeatureReference> toReference(long predictions, Kind kind, int mostKnots) {
    long missing = Math.max(0, predictions - given());
    long all = missing + given();
    if (kind == Kind.NUMERIC || numbers.count() >= names.total()) {
      return numbers.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new FeatureReference(
                  ReferenceSample.of(numbers.values(), mostKnots), all, missing, names.total()));
    }
    CategorySample sample = CategorySample.of(names.counts(), names.rest());
    return sample.tellsHalfApart()
        ? Optional.of(new FeatureReference(sample, all, missing, numbers.count()))
        : Optional.empty();
  }

  void writeTo(ByteWriter out) {
    numbers.writeTo(out);
    names.writeTo(out);
  }

  static RawValues readFrom(ByteReader in) {
    return new RawValues(BottomSample.readFrom(in), NameCounts.readFrom(in));
  }
}
