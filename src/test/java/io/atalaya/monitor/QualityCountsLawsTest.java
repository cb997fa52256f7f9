package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Interval;
import io.atalaya.event.Label;
import io.atalaya.matching.Pair;
import io.atalaya.statistics.AccumulatorLaws;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityCountsLawsTest extends AccumulatorLaws<QualityCounts, Pair> {

  @Override
  protected QualityCounts empty() {
    return new QualityCounts();
  }

  @Override
  protected void add(QualityCounts accumulator, Pair value) {
    accumulator.add(value);
  }

  @Override
  protected QualityCounts copy(QualityCounts accumulator) {
    QualityCounts copy = empty();
    copy.merge(accumulator);
    return copy;
  }

  @Override
  protected void write(QualityCounts accumulator, ByteWriter out) {
    accumulator.writeTo(out);
  }

  @Override
  protected QualityCounts read(ByteReader in) {
    return QualityCounts.readFrom(in);
  }

  @Override
  protected List<Pair> values() {
    List<Double> doubles = ordinaryDoubles(true);
    List<Pair> values = new ArrayList<>();
    for (int i = 0; i + 1 < doubles.size(); i++) {
      values.add(pair(doubles.get(i), doubles.get(i + 1), i % 97));
    }
    values.add(
        new Pair(
            "1",
            new Label.Category("a"),
            new Label.Category("b"),
            5_000,
            1_000,
            null,
            0,
            null,
            null));
    return values;
  }

  @Override
  protected List<Pair> outliers() {
    return List.of(pair(1e12, 1, 1_000_000_000), pair(3, 1e100, 0));
  }

  @Override
  protected List<Pair> refused() {
    return List.of();
  }

  @Test
  void quantilesOfTheErrorAreThoseOfItsSize() {
    QualityCounts counts = new QualityCounts();
    for (double error : new double[] {-8, 0, 1, 2, -4}) {
      counts.add(pair(100 + error, 100, 0));
    }
    assertEquals(2, counts.absoluteErrorQuantile(0.5).orElseThrow(), 0x1p-10);
    assertEquals(8, counts.absoluteErrorQuantile(0.99).orElseThrow(), 0x1p-8);
    assertTrue(empty().absoluteErrorQuantile(0.5).isEmpty());
  }

  private static Pair pair(double predicted, double actual, long delayMillis) {
    return new Pair(
        "1",
        new Label.Numeric(predicted),
        new Label.Numeric(actual),
        1_000,
        1_000 + delayMillis,
        null,
        0,
        delayMillis % 3 == 0 ? null : new Interval(predicted - 40, predicted + 50, 0.9),
        null);
  }
}
