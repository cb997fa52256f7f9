package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.List;

class ExactSumLawsTest extends AccumulatorLaws<ExactSum, Double> {

  @Override
  protected ExactSum empty() {
    return new ExactSum();
  }

  @Override
  protected void add(ExactSum sum, Double value) {
    sum.add(value);
  }

  @Override
  protected void remove(ExactSum sum, Double value) {
    sum.subtract(value);
  }

  @Override
  protected ExactSum copy(ExactSum sum) {
    return sum.copy();
  }

  @Override
  protected void write(ExactSum sum, ByteWriter out) {
    sum.writeTo(out);
  }

  @Override
  protected ExactSum read(ByteReader in) {
    return ExactSum.readFrom(in);
  }

  @Override
  protected List<Double> values() {
    return ordinaryDoubles(true);
  }

  @Override
  protected List<Double> outliers() {
    return List.of(1e12, -1e12, 1e150, -Double.MAX_VALUE);
  }

  @Override
  protected List<Double> refused() {
    return List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
  }
}
