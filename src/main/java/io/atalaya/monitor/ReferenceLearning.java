package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.drift.DriftVerdict.InsufficientData;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.Variation;
import io.atalaya.window.Panes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
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
   * How many slices with predictions count.
   *
   * @param counts whether the slice of a start does
   */
  int slices(LongPredicate counts) {
    Set<Integer> seen = new HashSet<>();
    taking().values().forEach(index -> seen.addAll(index.counts().keySet()));
    seen.removeIf(part -> !counts.test(startMillis(part)));
    return seen.size();
  }

  /**
   * What was learned, to be in force from {@code effectiveMillis} on; null where that is nothing.
   *
   * @param counts whether the slice of a start counts
   */
  @Nullable ReferenceProfile learned(long effectiveMillis, LongPredicate counts) {
    Map<Integer, LearningSample.Progress> taking = taking();
    IntPredicate wanted = part -> counts.test(startMillis(part));
    Map<String, FeatureReference> features = new TreeMap<>();
    Map<String, Variation> variation = new TreeMap<>();
    samples.entrySet().stream()
        .limit(ReferenceProfile.MAX_FEATURES)
        .forEach(
            feature -> {
              String name = feature.getKey();
              LearnedValues values =
                  new LearnedValues(
                      plan.learningSize(), plan.learningSlices(), firstMillis(), wanted);
              taking.forEach(
                  (index, counted) -> values.add(name, counted, feature.getValue().get(index)));
              values
                  .reference(plan.kind(name))
                  .ifPresent(
                      reference -> {
                        features.put(name, reference);
                        variation.put(name, values.variation(reference, plan.kind(name)));
                      });
            });
    return features.isEmpty() ? null : ReferenceProfile.of(effectiveMillis, features, variation);
  }

  /** Forgets what is not needed once the reference is known. */
  void forgetSamples() {
    samples.clear();
  }

  private Map<Integer, LearningSample.Progress> taking() {
    long latest = latestMillis();
    Map<Integer, LearningSample.Progress> taking = new HashMap<>(progress);
    taking.values().removeIf(index -> index.firstMillis() >= latest);
    return taking;
  }

  private long startMillis(int part) {
    return plan.learningSlices().startOfPart(firstMillis(), part);
  }

  /** An index that begins from here on does not take part. */
  private long latestMillis() {
    return Panes.ceiling(firstMillis() + plan.learningMillis(), plan.driftWidthMillis());
  }

  private long firstMillis() {
    return progress.values().stream()
        .mapToLong(LearningSample.Progress::firstMillis)
        .min()
        .orElseThrow();
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
