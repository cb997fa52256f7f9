package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.drift.DriftTest;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values learned over ten minutes, in slices of 25 s. */
class LearnedValuesTest {

  private static final LearningSlices SLICES = LearningSlices.of(600_000, 1_000);

  /**
   * SciPy 1.17.1, NumPy 2.4.6: of the six windows s of 100 of r = arange(600) and the rest t,
   * {@code mean(x) + 3*std(x, ddof=1)} for x of {@code ks_2samp(s, t).statistic} and {@code
   * wasserstein_distance(s, t)/r.std(ddof=1)}.
   */
  @Test
  void aTrendThatAllIndexesLearnTogetherIsVariation() {
    LearnedValues values = new LearnedValues(1_000, SLICES, Rig.START, any -> true);
    List<LearningSample> indexes = new ArrayList<>();
    for (int index = 0; index < 3; index++) {
      indexes.add(new LearningSample(1_000, 600_000, SLICES));
    }
    for (int i = 0; i < 600; i++) {
      long millis = Rig.START + i * 1_000L;
      indexes.get(i % 3).add(Rig.prediction("p" + i, millis, i, 0.5), millis, true);
    }
    indexes.forEach(index -> add(values, index));
    FeatureReference reference = values.reference(Kind.BY_REFERENCE).orElseThrow();
    assertEquals(600, reference.size());
    Map<DriftTest, Double> variation = values.variation(reference, Kind.BY_REFERENCE).effects();
    assertEquals(1.3366563145999497, variation.getOrDefault(DriftTest.KS, 0.0), 1e-12);
    assertEquals(2.4040553651478973, variation.getOrDefault(DriftTest.WASSERSTEIN, 0.0), 1e-12);
  }

  @Test
  void slicesAreOfWholePanes() {
    assertEquals(25_000, SLICES.widthMillis());
    assertEquals(26_000, LearningSlices.of(600_001, 1_000).widthMillis());
    assertEquals(10_000, LearningSlices.of(60_000, 10_000).widthMillis());
    assertEquals(3_600_000, LearningSlices.of(86_400_000, 10_000).widthMillis());
  }

  @Test
  void slicesOfTwoPeriodsAreToldApart() {
    long first = Rig.START + 24_999;
    assertEquals(Rig.START, SLICES.startMillis(first, 0));
    assertEquals(Rig.START + 25_000, SLICES.startMillis(first, 1));
    long parts =
        IntStream.range(0, 50)
            .map(i -> SLICES.partOf(SLICES.startMillis(first, i)))
            .distinct()
            .count();
    assertEquals(50, parts);
    assertEquals(SLICES.partOf(first), SLICES.partOf(Rig.START));
  }

  private static void add(LearnedValues to, LearningSample from) {
    from.advance(Rig.START + 700_000, true);
    Map<String, byte[]> sent = new HashMap<>();
    from.takeChanged(
        (feature, body) -> {
          ByteWriter out = new ByteWriter();
          body.accept(out);
          sent.put(feature, out.toByteArray());
        });
    to.add(
        ReferenceProfile.PREDICTION,
        LearningSample.Progress.readFrom(reader(sent, "")),
        RawValues.readFrom(reader(sent, ReferenceProfile.PREDICTION)));
  }

  private static ByteReader reader(Map<String, byte[]> sent, String feature) {
    byte[] bytes = sent.get(feature);
    return new ByteReader(bytes == null ? new byte[0] : bytes);
  }
}
