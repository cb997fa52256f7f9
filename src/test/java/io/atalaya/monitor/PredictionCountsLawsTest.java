package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.event.Features;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.statistics.AccumulatorLaws;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionCountsLawsTest extends AccumulatorLaws<PredictionCounts, Prediction> {

  private static Prediction prediction(boolean failed, double confidence, Features features) {
    return new Prediction(
        PredictionId.of("p"),
        "m",
        "1",
        0,
        failed ? null : new Label.Numeric(1),
        failed ? "timeout" : null,
        confidence,
        Double.NaN,
        features,
        null,
        null,
        null,
        null);
  }

  @Override
  protected PredictionCounts empty() {
    return new PredictionCounts();
  }

  @Override
  protected void add(PredictionCounts counts, Prediction prediction) {
    counts.add(prediction);
  }

  @Override
  protected PredictionCounts copy(PredictionCounts counts) {
    PredictionCounts copy = new PredictionCounts();
    copy.merge(counts);
    return copy;
  }

  @Override
  protected void write(PredictionCounts counts, ByteWriter out) {
    counts.writeTo(out);
  }

  @Override
  protected PredictionCounts read(ByteReader in) {
    return PredictionCounts.readFrom(in);
  }

  @Override
  protected List<Prediction> values() {
    List<Prediction> values = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      values.add(
          prediction(
              i % 2 == 0,
              i % 3 == 0 ? Double.NaN : 0.5,
              i % 5 == 0 ? Features.EMPTY : Features.NONE));
    }
    values.removeIf(p -> p.error() != null && Double.isNaN(p.confidence()));
    return values;
  }

  @Override
  protected List<Prediction> outliers() {
    return List.of(prediction(false, 1, Features.EMPTY), prediction(true, 0, Features.NONE));
  }

  @Override
  protected List<Prediction> refused() {
    return List.of();
  }

  @Test
  void eachFeatureHasThePredictionsThatCouldHaveHadIt() {
    PredictionCounts counts = new PredictionCounts();
    counts.add(prediction(false, Double.NaN, Features.NONE));
    counts.add(prediction(false, 0.5, Features.EMPTY));
    counts.add(prediction(true, 0.5, Features.EMPTY));
    counts.add(prediction(true, Double.NaN, Features.EMPTY));
    assertEquals(3, counts.of("x"));
    assertEquals(2, counts.of(ReferenceProfile.PREDICTION));
    assertEquals(3, counts.of(ReferenceProfile.CONFIDENCE));
  }
}
