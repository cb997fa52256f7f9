package io.atalaya.accuracy;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Interval;
import io.atalaya.statistics.ExactSum;
import io.atalaya.statistics.Proportion;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How prediction intervals do: how many hold the actual, against the share they state, and how wide
 * they are. Both ends belong to an interval.
 *
 * <p>Memory: two sparse sums. One writer.
 */
public final class IntervalCounts implements ScoredPairs<IntervalCounts> {

  /** The check on the share that hold the actual. */
  public static final String COVERAGE = "interval-coverage";

  private long scored;
  private long holding;
  private final ExactSum level;
  private final ExactSum width;

  public IntervalCounts() {
    this(new ExactSum(), new ExactSum());
  }

  private IntervalCounts(ExactSum level, ExactSum width) {
    this.level = level;
    this.width = width;
  }

  /** Adds an interval and what really happened, in the model's unit. */
  public void add(Interval interval, double actual) {
    scored++;
    holding += interval.holds(actual) ? 1 : 0;
    level.add(interval.level());
    width.add(interval.width());
  }

  @Override
  public void merge(IntervalCounts other) {
    scored += other.scored;
    holding += other.holding;
    level.merge(other.level);
    width.merge(other.width);
  }

  @Override
  public void retract(IntervalCounts other) {
    scored -= other.scored;
    holding -= other.holding;
    level.retract(other.level);
    width.retract(other.width);
  }

  @Override
  public boolean isEmpty() {
    return scored == 0;
  }

  @Override
  public long scored() {
    return scored;
  }

  @Override
  public OptionalDouble estimator(String name) {
    return name.equals(COVERAGE) ? snapshot().coverage() : OptionalDouble.empty();
  }

  @Override
  public Optional<Proportion> independently(String name) {
    return name.equals(COVERAGE) && scored > 0
        ? Optional.of(new Proportion(holding, scored))
        : Optional.empty();
  }

  /** The figures of the intervals added so far. */
  public IntervalQuality snapshot() {
    return IntervalQuality.of(scored, holding, level.value(), width.value());
  }

  public void writeTo(ByteWriter out) {
    out.writeUnsigned(scored).writeUnsigned(holding);
    level.writeTo(out);
    width.writeTo(out);
  }

  public static IntervalCounts readFrom(ByteReader in) {
    long scored = in.readUnsigned();
    long holding = in.readUnsigned();
    IntervalCounts read = new IntervalCounts(ExactSum.readFrom(in), ExactSum.readFrom(in));
    read.scored = scored;
    read.holding = holding;
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof IntervalCounts other
        && scored == other.scored
        && holding == other.holding
        && level.equals(other.level)
        && width.equals(other.width);
  }

  @Override
  public int hashCode() {
    return Objects.hash(scored, holding, level, width);
  }
}
