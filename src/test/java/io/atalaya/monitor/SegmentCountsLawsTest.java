package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Label;
import io.atalaya.matching.Pair;
import io.atalaya.statistics.AccumulatorLaws;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

class SegmentCountsLawsTest extends AccumulatorLaws<SegmentCounts, SegmentCountsLawsTest.Case> {

  /** A prediction, or its pair. */
  record Case(String segment, boolean failed, @Nullable Pair pair) {}

  @Override
  protected SegmentCounts empty() {
    return new SegmentCounts(QualityCounts::new);
  }

  @Override
  protected void add(SegmentCounts accumulator, Case value) {
    if (value.pair == null) {
      accumulator.addPrediction(value.segment, value.failed);
    } else {
      accumulator.add(value.segment, value.pair);
    }
  }

  @Override
  protected SegmentCounts copy(SegmentCounts accumulator) {
    SegmentCounts copy = empty();
    copy.merge(accumulator);
    return copy;
  }

  @Override
  protected void write(SegmentCounts accumulator, ByteWriter out) {
    accumulator.writeTo(out);
  }

  @Override
  protected SegmentCounts read(ByteReader in) {
    return SegmentCounts.readFrom(in, QualityCounts::new);
  }

  @Override
  protected List<Case> values() {
    List<Case> values = new ArrayList<>();
    int i = 0;
    for (double value : ordinaryDoubles(true)) {
      values.add(new Case("s" + i % 7, i % 5 == 0, i++ % 2 == 0 ? null : pair(value, 3)));
    }
    return values;
  }

  @Override
  protected List<Case> outliers() {
    return List.of(new Case("s1", false, pair(1e12, 1)), new Case("t", false, pair(3, 1e100)));
  }

  @Override
  protected List<Case> refused() {
    return List.of();
  }

  private static Pair pair(double predicted, double actual) {
    return new Pair(
        "1",
        new Label.Numeric(predicted),
        new Label.Numeric(actual),
        1_000,
        1_500,
        null,
        0,
        null,
        null);
  }
}
