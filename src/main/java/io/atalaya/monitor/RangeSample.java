package io.atalaya.monitor;

import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.event.Prediction;
import java.util.HashMap;
import java.util.Map;

/**
 * What a reference is made of that comes from a version's predictions in a time range: of each
 * feature the numbers with the smallest id hashes, and how often each name was seen.
 *
 * <p>The same whatever the order of the predictions; a prediction that is on the log twice counts
 * once among the numbers, and twice in the shares of names and of missing values. Memory: as for a
 * learned reference. One thread at a time.
 */
final class RangeSample {

  /** How many numbers are kept where nothing says how many a learned reference has. */
  private static final int DEFAULT_SIZE = 10_000;

  private final String model;
  private final String version;
  private final long fromMillis;
  private final long toMillis;
  private final int size;
  private final FirstFeatures<RawValues> features = new FirstFeatures<>();
  private final PredictionCounts counts = new PredictionCounts();
  private long predictions;
  private long ofOtherVersions;

  RangeSample(
      String model, String version, long fromMillis, long toMillis, DriftSettings settings) {
    this.model = model;
    this.version = version;
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
    size =
        settings.reference() instanceof ReferenceSource.Learned learned
            ? learned.size()
            : DEFAULT_SIZE;
  }

  /** Takes a prediction, of any model and time. */
  void add(Prediction prediction) {
    long time = prediction.timeMillis();
    if (!prediction.model().equals(model) || time < fromMillis || time >= toMillis) {
      return;
    }
    if (!prediction.version().equals(version)) {
      ofOtherVersions++;
      return;
    }
    predictions++;
    counts.add(prediction);
    WatchedValues.forEach(
        prediction,
        (place, feature, number, name) -> {
          RawValues values = features.of(feature, () -> new RawValues(size));
          if (values != null) {
            values.add(prediction.id().high(), number, name);
          }
        });
  }

  /** How many predictions of the version there were. */
  long predictions() {
    return predictions;
  }

  /** How many there were of the model's other versions. */
  long ofOtherVersions() {
    return ofOtherVersions;
  }

  /** The references of those features that have one. */
  ReferenceProfile profile(DriftSettings settings) {
    Map<String, FeatureReference> references = new HashMap<>();
    features.forEach(
        (name, values) ->
            values
                .toReference(counts.of(name), settings.feature(name).kind())
                .ifPresent(reference -> references.put(name, reference)));
    return ReferenceProfile.of(Long.MIN_VALUE, references);
  }
}
