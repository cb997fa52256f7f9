package io.atalaya.accuracy;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.AccumulatorLaws;
import java.util.ArrayList;
import java.util.List;

class ErrorSumsLawsTest extends AccumulatorLaws<ErrorSums, ErrorSumsLawsTest.Scored> {

  @Override
  protected ErrorSums empty() {
    return new ErrorSums();
  }

  @Override
  protected void add(ErrorSums accumulator, ErrorSumsLawsTest.Scored value) {
    accumulator.add(value.prediction, value.actual);
  }

  @Override
  protected ErrorSums copy(ErrorSums accumulator) {
    ErrorSums copy = empty();
    copy.merge(accumulator);
    return copy;
  }

  @Override
  protected void write(ErrorSums accumulator, ByteWriter out) {
    accumulator.writeTo(out);
  }

  @Override
  protected ErrorSums read(ByteReader in) {
    return ErrorSums.readFrom(in);
  }

  /** A prediction and its outcome. */
  record Scored(double prediction, double actual) {}

  @Override
  protected List<Scored> values() {
    List<Double> doubles = ordinaryDoubles(true);
    List<Scored> values = new ArrayList<>();
    for (int i = 0; i + 1 < doubles.size(); i++) {
      values.add(new Scored(doubles.get(i), doubles.get(i + 1)));
    }
    return values;
  }

  @Override
  protected List<Scored> outliers() {
    return List.of(new Scored(1e12, 1), new Scored(-3, 1e100), new Scored(1e100, 1e-100));
  }

  @Override
  protected List<Scored> refused() {
    return List.of(
        new Scored(Double.NaN, 1),
        new Scored(1, Double.POSITIVE_INFINITY),
        new Scored(Double.MAX_VALUE, -Double.MAX_VALUE));
  }
}
