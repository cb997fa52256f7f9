package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.monitor.FeatureCountsLawsTest.Input;
import io.atalaya.statistics.AccumulatorLaws;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class FeatureCountsLawsTest extends AccumulatorLaws<FeatureCounts, Input> {

  /** A value of a feature. */
  record Input(String feature, double value) {}

  private static final ReferenceProfile PROFILE =
      ReferenceProfile.of(
          0,
          Map.of(
              "a", ReferenceSample.of(new double[] {-50, 0, 0, 7, 100}),
              "b", ReferenceSample.of(IntStream.range(-500, 500).asDoubleStream().toArray()),
              "unused", ReferenceSample.of(new double[] {1})));

  private static final FeatureCounts.Layout LAYOUT = FeatureCounts.Layout.of(PROFILE);

  private static FeatureCounts of(Input input) {
    int feature = LAYOUT.indexOf(input.feature);
    ReferenceSample reference = LAYOUT.references().get(feature);
    RankCounts counts = new RankCounts(reference);
    counts.add(reference, input.value);
    return LAYOUT.of(feature, counts);
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
    return IntStream.range(0, doubles.size())
        .mapToObj(i -> new Input(i % 3 == 0 ? "a" : "b", doubles.get(i)))
        .toList();
  }

  @Override
  protected List<Input> outliers() {
    return List.of(new Input("a", 1e150), new Input("b", -1e12));
  }

  @Override
  protected List<Input> refused() {
    return Stream.of(Double.NaN, Double.POSITIVE_INFINITY).map(x -> new Input("a", x)).toList();
  }
}
