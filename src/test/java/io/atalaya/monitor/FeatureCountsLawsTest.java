package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ValueCounts;
import io.atalaya.event.Features;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.monitor.FeatureCountsLawsTest.Input;
import io.atalaya.statistics.AccumulatorLaws;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.ReferenceSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

class FeatureCountsLawsTest extends AccumulatorLaws<FeatureCounts, Input> {

  /** A value of a feature, a number or a name; of the empty feature a prediction without one. */
  record Input(String feature, double number, @Nullable String name) {}

  private static final ReferenceProfile PROFILE =
      ReferenceProfile.of(
          0,
          Map.of(
              "a",
              FeatureReference.of(ReferenceSample.of(new double[] {-50, 0, 0, 7, 100})),
              "b",
              FeatureReference.of(
                  ReferenceSample.of(IntStream.range(-500, 500).asDoubleStream().toArray())),
              "names",
              FeatureReference.of(CategorySample.of(Map.of("x", 3L, "y", 9L), 0)),
              "unused",
              FeatureReference.of(ReferenceSample.of(new double[] {1}))));

  private static final FeatureCounts.Layout LAYOUT = FeatureCounts.Layout.of(PROFILE);

  private static FeatureCounts of(Input input) {
    if (input.feature.isEmpty()) {
      PredictionCounts predictions = new PredictionCounts();
      predictions.add(prediction());
      return LAYOUT.of(predictions);
    }
    int feature = LAYOUT.indexOf(input.feature);
    ValueCounts counts = ValueCounts.against(LAYOUT.references().get(feature));
    counts.add(input.number, input.name);
    return LAYOUT.of(feature, counts);
  }

  private static Prediction prediction() {
    return new Prediction(
        PredictionId.of("p"),
        "m",
        "1",
        0,
        new Label.Numeric(1),
        null,
        Double.NaN,
        Double.NaN,
        Features.NONE,
        null,
        null,
        null,
        null);
  }

  @Override
  protected FeatureCounts empty() {
    return LAYOUT.empty();
  }

  @Override
  protected void add(FeatureCounts accumulator, Input input) {
    accumulator.merge(of(input));
  }

  @Override
  protected FeatureCounts copy(FeatureCounts accumulator) {
    FeatureCounts copy = empty();
    copy.merge(accumulator);
    return copy;
  }

  @Override
  protected void write(FeatureCounts accumulator, ByteWriter out) {
    accumulator.writeTo(out);
  }

  @Override
  protected FeatureCounts read(ByteReader in) {
    return LAYOUT.read(in);
  }

  @Override
  protected List<Input> values() {
    List<Double> doubles = ordinaryDoubles(true);
    List<Input> values = new ArrayList<>();
    for (int i = 0; i < doubles.size(); i++) {
      values.add(
          switch (i % 7) {
            case 0 -> new Input("names", Double.NaN, i % 2 == 0 ? "x" : "unknown");
            case 1 -> new Input("", Double.NaN, null);
            case 2 -> new Input("a", Double.NaN, "no number");
            case 3 -> new Input("names", doubles.get(i), null);
            case 4 -> new Input("a", doubles.get(i), null);
            default -> new Input("b", doubles.get(i), null);
          });
    }
    return values;
  }

  @Override
  protected List<Input> outliers() {
    return List.of(
        new Input("a", 1e150, null),
        new Input("b", -1e12, null),
        new Input("unused", Double.NaN, "text"),
        new Input("names", 1e300, null));
  }

  @Override
  protected List<Input> refused() {
    return Stream.of(Double.NaN, Double.POSITIVE_INFINITY)
        .map(x -> new Input("a", x, null))
        .toList();
  }
}
