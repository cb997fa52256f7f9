package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ValueCounts;
import io.atalaya.event.Assessment;
import io.atalaya.generation.TextCoordinates;
import io.atalaya.statistics.ReferenceSample;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CentroidDistancesTest {

  /** Of completions all coordinates, of prompts all but the last; the mean of each is 0. */
  private static final FeatureCounts.Layout LAYOUT = FeatureCounts.Layout.of(profile());

  private static ReferenceProfile profile() {
    Map<String, FeatureReference> features = new HashMap<>();
    for (int j = 1; j <= TextCoordinates.SIZE; j++) {
      FeatureReference reference =
          FeatureReference.of(ReferenceSample.of(new double[] {-1, -0.5, 0.5, 1}));
      features.put(feature("completion", j), reference);
      if (j < TextCoordinates.SIZE) {
        features.put(feature("prompt", j), reference);
      }
    }
    return ReferenceProfile.of(0, features);
  }

  private static String feature(String text, int j) {
    return Assessment.featureOf(TextCoordinates.name(text, j));
  }

  /** A window in which so many coordinates of both texts are {@code value}. */
  private static FeatureCounts window(int coordinates, double value) {
    FeatureCounts window = LAYOUT.empty();
    for (String text : TextCoordinates.TEXTS) {
      for (int j = 1; j <= coordinates; j++) {
        int feature = LAYOUT.indexOf(feature(text, j));
        if (feature >= 0) {
          ValueCounts counts = ValueCounts.against(LAYOUT.references().get(feature));
          counts.add(value, null);
          window.merge(LAYOUT.of(feature, counts));
        }
      }
    }
    return window;
  }

  @Test
  void theDistanceIsTheRootOfTheSumOfSquaresOverAllCoordinates() {
    Map<String, Double> distances =
        CentroidDistances.of(LAYOUT, window(TextCoordinates.SIZE, -0.5));
    assertEquals(1, distances.size());
    assertEquals(0.5 * Math.sqrt(8), distances.getOrDefault("completion", 0.0), 1e-12);
  }

  @Test
  void withoutValuesOfACoordinateThereIsNone() {
    assertEquals(Map.of(), CentroidDistances.of(LAYOUT, window(TextCoordinates.SIZE - 1, -0.5)));
    assertEquals(Map.of(), CentroidDistances.of(LAYOUT, LAYOUT.empty()));
  }
}
