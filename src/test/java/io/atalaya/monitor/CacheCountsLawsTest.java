package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Features;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.statistics.AccumulatorLaws;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

class CacheCountsLawsTest extends AccumulatorLaws<CacheCounts, Prediction> {

  @Override
  protected CacheCounts empty() {
    return new CacheCounts();
  }

  @Override
  protected void add(CacheCounts accumulator, Prediction value) {
    accumulator.add(value);
  }

  @Override
  protected CacheCounts copy(CacheCounts accumulator) {
    CacheCounts copy = empty();
    copy.merge(accumulator);
    return copy;
  }

  @Override
  protected void write(CacheCounts accumulator, ByteWriter out) {
    accumulator.writeTo(out);
  }

  @Override
  protected CacheCounts read(ByteReader in) {
    return CacheCounts.readFrom(in);
  }

  @Override
  protected List<Prediction> values() {
    List<Prediction> values = new ArrayList<>();
    for (double value : ordinaryDoubles(true)) {
      int i = values.size();
      values.add(prediction(i % 4 == 0 ? Double.NaN : Math.abs(value), i % 3 == 0));
    }
    return values;
  }

  @Override
  protected List<Prediction> outliers() {
    return List.of(prediction(1e12, true), prediction(1e100, false));
  }

  @Override
  protected List<Prediction> refused() {
    return List.of();
  }

  static Prediction prediction(double latencySeconds, @Nullable Boolean cached) {
    return new Prediction(
        PredictionId.of("p"),
        "m",
        "1",
        1_000,
        new Label.Numeric(1),
        null,
        Double.NaN,
        latencySeconds,
        Features.NONE,
        null,
        null,
        null,
        cached);
  }
}
