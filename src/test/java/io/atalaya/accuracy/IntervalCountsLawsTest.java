package io.atalaya.accuracy;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Interval;
import io.atalaya.statistics.AccumulatorLaws;
import java.util.ArrayList;
import java.util.List;

class IntervalCountsLawsTest extends AccumulatorLaws<IntervalCounts, IntervalCountsLawsTest.Case> {

  /** An interval and what really happened. */
  record Case(Interval interval, double actual) {}

  @Override
  protected IntervalCounts empty() {
    return new IntervalCounts();
  }

  @Override
  protected void add(IntervalCounts accumulator, Case value) {
    accumulator.add(value.interval, value.actual);
  }

  @Override
  protected IntervalCounts copy(IntervalCounts accumulator) {
    IntervalCounts copy = empty();
    copy.merge(accumulator);
    return copy;
  }

  @Override
  protected void write(IntervalCounts accumulator, ByteWriter out) {
    accumulator.writeTo(out);
  }

  @Override
  protected IntervalCounts read(ByteReader in) {
    return IntervalCounts.readFrom(in);
  }

  @Override
  protected List<Case> values() {
    List<Case> values = new ArrayList<>();
    for (double value : ordinaryDoubles(true)) {
      values.add(new Case(new Interval(value - 50, value + 70, 0.9), -value));
    }
    return values;
  }

  @Override
  protected List<Case> outliers() {
    return List.of(new Case(new Interval(-1e100, 1e12, 0.5), 3));
  }

  @Override
  protected List<Case> refused() {
    return List.of();
  }
}
