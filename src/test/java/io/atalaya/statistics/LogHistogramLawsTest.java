package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.List;

class LogHistogramLawsTest extends AccumulatorLaws<LogHistogram, Double> {

  @Override
  protected LogHistogram empty() {
    return new LogHistogram();
  }

  @Override
  protected void add(LogHistogram histogram, Double value) {
    histogram.add(value);
  }

  @Override
  protected LogHistogram copy(LogHistogram histogram) {
    return histogram.copy();
  }

  @Override
  protected void write(LogHistogram histogram, ByteWriter out) {
    histogram.writeTo(out);
  }

  @Override
  protected LogHistogram read(ByteReader in) {
    return LogHistogram.readFrom(in);
  }

  @Override
  protected List<Double> values() {
    return ordinaryDoubles(false);
  }

  @Override
  protected List<Double> outliers() {
    return List.of(1e12, 1e150, Double.MAX_VALUE);
  }

  @Override
  protected List<Double> refused() {
    return List.of(Double.NaN, Double.POSITIVE_INFINITY, -1.0, -Double.MIN_VALUE);
  }
}
