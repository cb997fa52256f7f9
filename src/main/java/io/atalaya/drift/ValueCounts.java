package io.atalaya.drift;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.CategoryCounts;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.Distribution;
import io.atalaya.statistics.NameCounts;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import io.atalaya.statistics.Wasserstein;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The values of one feature, counted against its reference, and how many were of another type: no
 * number where the reference has numbers, or a number where it has names.
 *
 * <p>Counts of different references do not merge. Cost and memory: those of {@link RankCounts} or
 * {@link CategoryCounts}. One thread at a time.
 */
public final class ValueCounts implements Accumulator<ValueCounts> {

  /** The values of the right type. */
  sealed interface Values {
    record Numbers(ReferenceSample reference, RankCounts counts) implements Values {}

    record Names(CategorySample reference, CategoryCounts counts) implements Values {}
  }

  private final Values values;
  private long mistyped;

  /** How many values of the right type were there, but not kept until they could be counted. */
  private long unkept;

  private ValueCounts(Values values) {
    this.values = values;
  }

  /** No values yet, to be counted against {@code reference}. */
  public static ValueCounts against(Distribution reference) {
    return new ValueCounts(
        switch (reference) {
          case ReferenceSample numbers -> new Values.Numbers(numbers, new RankCounts(numbers));
          case CategorySample names -> new Values.Names(names, new CategoryCounts(names));
        });
  }

  /** Numbers that were counted against {@code reference}, all of them of the right type. */
  public static ValueCounts of(ReferenceSample reference, RankCounts counts) {
    return new ValueCounts(new Values.Numbers(reference, counts));
  }

  /**
   * Counts a value.
   *
   * @param number the value; NaN where it is none
   * @param name the value where it is no number: a string, or a boolean as text
   */
  public void add(double number, @Nullable String name) {
    if (values instanceof Values.Numbers numbers && name == null) {
      numbers.counts.add(numbers.reference, number);
    } else if (values instanceof Values.Names names && name != null) {
      names.counts.add(names.reference, name);
    } else {
      mistyped++;
    }
  }

  /**
   * Counts what was kept while the reference was not known.
   *
   * @param numbers the numbers that were kept
   * @param given how many there were
   * @param names all that were no numbers
   */
  public void addAll(double[] numbers, long given, NameCounts names) {
    switch (values) {
      case Values.Numbers(ReferenceSample reference, RankCounts counts) -> {
        for (double number : numbers) {
          counts.add(reference, number);
        }
        unkept += given - numbers.length;
        mistyped += names.total();
      }
      case Values.Names(CategorySample reference, CategoryCounts counts) -> {
        counts.add(reference, names);
        mistyped += given;
      }
    }
  }

  @Override
  public void merge(ValueCounts other) {
    switch (values) {
      case Values.Numbers mine -> mine.counts.merge(other.numbers());
      case Values.Names mine -> mine.counts.merge(other.names());
    }
    mistyped += other.mistyped;
    unkept += other.unkept;
  }

  @Override
  public void retract(ValueCounts other) {
    if (other.mistyped > mistyped || other.unkept > unkept) {
      throw new IllegalArgumentException(
          "%d mistyped and %d unkept values were never counted"
              .formatted(other.mistyped, other.unkept));
    }
    switch (values) {
      case Values.Numbers mine -> mine.counts.retract(other.numbers());
      case Values.Names mine -> mine.counts.retract(other.names());
    }
    mistyped -= other.mistyped;
    unkept -= other.unkept;
  }

  @Override
  public boolean isEmpty() {
    return given() == 0;
  }

  /** The number of values of the right type that were counted. */
  public long count() {
    return switch (values) {
      case Values.Numbers numbers -> numbers.counts.count();
      case Values.Names names -> names.counts.count();
    };
  }

  /** The number of values of another type. */
  public long mistyped() {
    return mistyped;
  }

  /** The number of all values, whatever they were. */
  public long given() {
    return count() + unkept + mistyped;
  }

  /** The values that were counted. */
  Values values() {
    return values;
  }

  /**
   * How far the mean of the numbers is from the reference's; empty of names, and without a number.
   */
  public OptionalDouble meanDifference() {
    return values instanceof Values.Numbers(ReferenceSample reference, RankCounts counts)
            && !counts.isEmpty()
        ? OptionalDouble.of(Wasserstein.meanDifference(reference, counts))
        : OptionalDouble.empty();
  }

  /** Independent counts of the same values. */
  public ValueCounts copy() {
    ValueCounts copy =
        new ValueCounts(
            switch (values) {
              case Values.Numbers(ReferenceSample reference, RankCounts counts) ->
                  new Values.Numbers(reference, counts.copy());
              case Values.Names(CategorySample reference, CategoryCounts counts) ->
                  new Values.Names(reference, counts.copy());
            });
    copy.mistyped = mistyped;
    copy.unkept = unkept;
    return copy;
  }

  /** Writes the counts and two bytes; who reads them must know the reference. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(mistyped).writeUnsigned(unkept);
    switch (values) {
      case Values.Numbers numbers -> numbers.counts.writeTo(out);
      case Values.Names names -> names.counts.writeTo(out);
    }
  }

  /** Reads what {@link #writeTo} wrote of counts against {@code reference}. */
  public static ValueCounts readFrom(ByteReader in, Distribution reference) {
    long mistyped = in.readUnsigned();
    long unkept = in.readUnsigned();
    if (mistyped < 0 || unkept < 0) {
      throw new IllegalArgumentException(mistyped + " and " + unkept + " values are no counts");
    }
    ValueCounts read =
        new ValueCounts(
            switch (reference) {
              case ReferenceSample numbers ->
                  new Values.Numbers(numbers, RankCounts.readFrom(in, numbers));
              case CategorySample names ->
                  new Values.Names(names, CategoryCounts.readFrom(in, names));
            });
    read.mistyped = mistyped;
    read.unkept = unkept;
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof ValueCounts other
        && values.equals(other.values)
        && mistyped == other.mistyped
        && unkept == other.unkept;
  }

  @Override
  public int hashCode() {
    return values.hashCode() + 31 * Long.hashCode(mistyped);
  }

  private RankCounts numbers() {
    return switch (values) {
      case Values.Numbers numbers -> numbers.counts;
      case Values.Names _ -> throw mixed();
    };
  }

  private CategoryCounts names() {
    return switch (values) {
      case Values.Names names -> names.counts;
      case Values.Numbers _ -> throw mixed();
    };
  }

  private static IllegalArgumentException mixed() {
    return new IllegalArgumentException("counts of numbers and of names do not mix");
  }
}
