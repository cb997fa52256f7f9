package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class RocCountsLawsTest extends AccumulatorLaws<RocCounts, RocCountsLawsTest.Score> {

  /** A probability, and whether the class was the positive one. */
  record Score(double probability, boolean positive) {}

  @Override
  protected RocCounts empty() {
    return new RocCounts();
  }

  @Override
  protected void add(RocCounts accumulator, Score value) {
    accumulator.add(value.probability, value.positive);
  }

  @Override
  protected RocCounts copy(RocCounts accumulator) {
    RocCounts copy = empty();
    copy.merge(accumulator);
    return copy;
  }

  @Override
  protected void write(RocCounts accumulator, ByteWriter out) {
    accumulator.writeTo(out);
  }

  @Override
  protected RocCounts read(ByteReader in) {
    return RocCounts.readFrom(in);
  }

  @Override
  protected List<Score> values() {
    Random random = new Random(20_261_126);
    List<Score> values = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      double probability = random.nextInt(4) == 0 ? random.nextInt(11) / 10.0 : random.nextDouble();
      values.add(new Score(probability, random.nextDouble() < probability));
    }
    return values;
  }

  @Override
  protected List<Score> outliers() {
    return List.of(
        new Score(Double.MIN_VALUE, true), new Score(1 - 0x1p-53, false), new Score(1e-7, false));
  }

  @Override
  protected List<Score> refused() {
    return List.of(
        new Score(Double.NaN, true),
        new Score(-Double.MIN_VALUE, false),
        new Score(Math.nextUp(1.0), true));
  }
}
