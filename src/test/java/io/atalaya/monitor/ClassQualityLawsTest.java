package io.atalaya.monitor;

import io.atalaya.accuracy.ClassificationCounts;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Label;
import io.atalaya.event.Probabilities;
import io.atalaya.matching.Pair;
import io.atalaya.statistics.AccumulatorLaws;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

class ClassQualityLawsTest extends AccumulatorLaws<QualityCounts, Pair> {

  private static final String[] NAMES = {"a", "b", "c"};

  @Override
  protected QualityCounts empty() {
    return new QualityCounts(new ClassificationCounts());
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
    List<Pair> values = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Probabilities stated =
          i % 3 == 0 ? null : new Probabilities(NAMES, new double[] {i / 1_000.0, 0.4, 0.1});
      values.add(pair(NAMES[i % 3], NAMES[i % 7 % 3], stated));
    }
    return values;
  }

  @Override
  protected List<Pair> outliers() {
    return List.of(pair("rare", "rarer", Probabilities.of("rare", 1)));
  }

  @Override
  protected List<Pair> refused() {
    return List.of();
  }

  private static Pair pair(String predicted, String actual, @Nullable Probabilities stated) {
    return new Pair(
        "1",
        new Label.Category(predicted),
        new Label.Category(actual),
        1_000,
        3_000,
        null,
        0,
        null,
        stated);
  }
}
