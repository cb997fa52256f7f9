package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.drift.DriftVerdict.InsufficientData;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.window.Panes;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts the learning samples of all indexes together into a version's reference.
 *
 * <p>The period begins with the first prediction of any index. Those indexes take part that began
 * before one period was over; the reference is known from the end of the last one's. All of that is
 * a function of the samples alone: it does not matter when they were read. One writer.
 */
final class ReferenceLearning {

  private final ModelPlan plan;
  private final Map<Integer, LearningSample.Progress> progress = new HashMap<>();
  private final Map<String, Map<Integer, RawValues>> samples = new TreeMap<>();

  ReferenceLearning(ModelPlan plan) {
    this.plan = plan;
  }

  void put(PartialKey key, ByteReader body) {
    if (key.feature().isEmpty()) {
      progress.put(key.index(), LearningSample.Progress.readFrom(body));
    } else {
      samples
          .computeIfAbsent(key.feature(), ignored -> new HashMap<>())
          .put(key.index(), RawValues.readFrom(body));
    }
  }

  /** The end of the period, once all indexes have learned; empty until then. */
  OptionalLong endMillis() {
    if (progress.isEmpty()) {
      return OptionalLong.empty();
    }
    long latest = latestMillis();
    long last = Long.MIN_VALUE;
    for (LearningSample.Progress index : progress.values()) {
      if (index.firstMillis() < latest) {
        last = Math.max(last, index.firstMillis());
        if (!index.complete()) {
          return OptionalLong.empty();
        }
      }
    }
    return OptionalLong.of(Panes.ceiling(last + plan.learningMillis(), plan.driftWidthMillis()));
  }

  /**
   * What was learned, to be in force from {@code effectiveMillis} on; null where that is nothing.
   */
  @Nullable ReferenceProfile learned(long effectiveMillis) {
    long latest = latestMillis();
    Map<Integer, LearningSample.Progress> taking = new HashMap<>(progress);
    taking.values().removeIf(index -> index.firstMillis() >= latest);
    Map<String, FeatureReference> features = features(taking);
    return features.isEmpty() ? null : ReferenceProfile.of(effectiveMillis, features);
  }

  /** Forgets what is not needed once the reference is known. */
  void forgetSamples() {
    samples.clear();
  }

  /** An index that begins from here on does not take part. */
  private long latestMillis() {
    long first =
        progress.values().stream()
            .mapToLong(LearningSample.Progress::firstMillis)
            .min()
            .orElseThrow();
    return Panes.ceiling(first + plan.learningMillis(), plan.driftWidthMillis());
  }

  /** The references of the features that come first by name, from the indexes that take part. */
  private Map<String, FeatureReference> features(Map<Integer, LearningSample.Progress> taking) {
    PredictionCounts predictions = new PredictionCounts();
    taking.values().forEach(index -> predictions.merge(index.counts()));
    Map<String, FeatureReference> features = new TreeMap<>();
    samples.entrySet().stream()
        .limit(ReferenceProfile.MAX_FEATURES)
        .forEach(
            feature -> {
              String name = feature.getKey();
              RawValues all = new RawValues(plan.learningSize());
              feature.getValue().entrySet().stream()
                  .filter(sample -> taking.containsKey(sample.getKey()))
                  .forEach(sample -> all.merge(sample.getValue()));
              all.toReference(predictions.of(name), plan.kind(name))
                  .ifPresent(reference -> features.put(name, reference));
            });
    return features;
  }

  /** While learning: each feature seen, with the predictions learned from and those needed. */
  Map<String, InsufficientData> insufficient() {
    long predictions =
        progress.values().stream().mapToLong(LearningSample.Progress::predictions).sum();
    Map<String, InsufficientData> insufficient = new TreeMap<>();
    TreeSet<String> features = new TreeSet<>();
    progress.values().forEach(index -> features.addAll(index.features()));
    for (String feature : features) {
      insufficient.put(
          feature, new InsufficientData(predictions, Math.max(1, plan.learningSize())));
    }
    return insufficient;
  }
}
