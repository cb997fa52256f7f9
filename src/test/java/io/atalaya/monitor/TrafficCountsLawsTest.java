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

class TrafficCountsLawsTest extends AccumulatorLaws<TrafficCounts, Prediction> {

  @Override
  protected TrafficCounts empty() {
    return new TrafficCounts();
  }

  @Override
  protected void add(TrafficCounts accumulator, Prediction value) {
    accumulator.add(value, new ModelSettings.Range(-50, 50));
  }

  @Override
  protected TrafficCounts copy(TrafficCounts accumulator) {
    TrafficCounts copy = empty();
    copy.merge(accumulator);
    return copy;
  }

  @Override
  protected void write(TrafficCounts accumulator, ByteWriter out) {
    accumulator.writeTo(out);
  }

  @Override
  protected TrafficCounts read(ByteReader in) {
    return TrafficCounts.readFrom(in);
  }

  @Override
  protected List<Prediction> values() {
    List<Prediction> values = new ArrayList<>();
    for (double value : ordinaryDoubles(true)) {
      values.add(prediction(value, values.size()));
    }
    return values;
  }

  @Override
  protected List<Prediction> outliers() {
    return List.of(prediction(1e12, 1), prediction(1e100, 2));
  }

  @Override
  protected List<Prediction> refused() {
    return List.of();
  }

  private static Prediction prediction(double value, int i) {
    boolean failed = i % 7 == 3;
    return new Prediction(
        PredictionId.of("p" + i),
        "m",
        "1",
        1_000,
        failed ? null : new Label.Numeric(value),
        failed ? "timeout" : null,
        i % 5 == 0 ? Double.NaN : (i % 11) / 10.0,
        i % 4 == 0 ? Double.NaN : Math.abs(value),
        Features.NONE,
        null,
        null,
        null,
        i % 3 == 0 ? null : Boolean.valueOf(i % 2 == 0));
  }
}
