package io.atalaya.kpi;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.DistinctCounts;
import io.atalaya.statistics.ExactSum;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Interactions of one type: how many, their values, and the predictions that they name.
 *
 * <p>Memory: some 200 bytes, and that of {@link DistinctCounts} where predictions are told apart.
 * One writer.
 */
public final class InteractionCounts implements Accumulator<InteractionCounts> {

  private long count;
  private long valued;
  private final ExactSum sum;
  private final DistinctCounts predictions;

  /** By bound, how many values are at it or below. */
  private final SortedMap<Double, Long> atMost = new TreeMap<>();

  public InteractionCounts() {
    this(new ExactSum(), new DistinctCounts());
  }

  private InteractionCounts(ExactSum sum, DistinctCounts predictions) {
    this.sum = sum;
    this.predictions = predictions;
  }

  /** Counts an interaction; its value is finite, or NaN for none. */
  public void add(KpiPlan.Counted counted, double value) {
    if (!Double.isNaN(value)) {
      sum.add(value);
      valued++;
      for (double bound : counted.bounds()) {
        if (value <= bound) {
          atMost.merge(bound, 1L, Long::sum);
        }
      }
    }
    count++;
  }

  /** Takes note that an interaction names the prediction with this hash. */
  public void addPrediction(long hash) {
    predictions.add(hash);
  }

  @Override
  public void merge(InteractionCounts other) {
    count += other.count;
    valued += other.valued;
    sum.merge(other.sum);
    predictions.merge(other.predictions);
    other.atMost.forEach((bound, more) -> atMost.merge(bound, more, Long::sum));
  }

  @Override
  public void retract(InteractionCounts other) {
    count -= other.count;
    valued -= other.valued;
    sum.retract(other.sum);
    predictions.retract(other.predictions);
    // A copy, since what becomes 0 is removed, perhaps of this one itself.
    new TreeMap<>(other.atMost)
        .forEach(
            (bound, less) ->
                atMost.compute(
                    bound,
                    (same, before) -> {
                      long left = (before == null ? 0 : before) - less;
                      return left == 0 ? null : left;
                    }));
  }

  @Override
  public boolean isEmpty() {
    return count == 0;
  }

  /** The number of interactions. */
  public long count() {
    return count;
  }

  /** How many of them have a value. */
  public long valued() {
    return valued;
  }

  /** The sum of their values; 0 without any. */
  public double sum() {
    return sum.value();
  }

  /** The mean of their values; empty without any. */
  public OptionalDouble mean() {
    return valued == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum.value() / valued);
  }

  /** The share of values at a configured bound or below; empty without values. */
  public OptionalDouble shareAtMost(double bound) {
    return valued == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(atMost.getOrDefault(bound, 0L) / (double) valued);
  }

  /** About how many predictions they name, each once; 0 without any. */
  public double distinctPredictions() {
    return predictions.estimate();
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(count).writeUnsigned(valued);
    sum.writeTo(out);
    predictions.writeTo(out);
    out.writeUnsigned(atMost.size());
    atMost.forEach((bound, values) -> out.writeDouble(bound).writeUnsigned(values));
  }

  static InteractionCounts readFrom(ByteReader in) {
    long count = in.readUnsigned();
    long valued = in.readUnsigned();
    InteractionCounts read =
        new InteractionCounts(ExactSum.readFrom(in), DistinctCounts.readFrom(in));
    read.count = count;
    read.valued = valued;
    for (int left = in.readCount(); left > 0; left--) {
      read.atMost.put(in.readDouble(), in.readUnsigned());
    }
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof InteractionCounts other
        && count == other.count
        && valued == other.valued
        && sum.equals(other.sum)
        && predictions.equals(other.predictions)
        && atMost.equals(other.atMost);
  }

  @Override
  public int hashCode() {
    return Objects.hash(count, valued, sum, predictions, atMost);
  }
}
