package io.atalaya.monitor;

import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceVariation;
import io.atalaya.drift.ReferenceVariation.Slice;
import io.atalaya.drift.ValueCounts;
import io.atalaya.drift.Variation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What all indexes learned of one feature: what they learned in the same slice of the time is put
 * together, so that the reference knows how much it varies. One writer.
 */
final class LearnedValues {

  private final LearningSlices slices;
  private final long firstMillis;
  private final IntPredicate wanted;
  private final RawValues values;

  /** The predictions that could have had the feature, by part. */
  private final long[] predictions = new long[LearningSlices.PARTS];

  /**
   * @param limit the most numbers that are kept
   * @param firstMillis the start of the period
   * @param wanted the parts that count
   */
  LearnedValues(int limit, LearningSlices slices, long firstMillis, IntPredicate wanted) {
    this.wanted = wanted;
    this.slices = slices;
    this.firstMillis = firstMillis;
    values = new RawValues(limit, LearningSlices.PARTS);
  }

  /**
   * Adds what an index learned.
   *
   * @param sample its values; null where it has none of the feature
   */
  void add(String feature, LearningSample.Progress progress, @Nullable RawValues sample) {
    progress.counts().forEach((part, counts) -> predictions[part] += counts.of(feature));
    if (sample != null) {
      values.merge(sample);
    }
  }

  /** The reference that they make, as {@link RawValues#toReference} has it. */
  Optional<FeatureReference> reference(Kind kind) {
    long all = 0;
    for (int part = 0; part < predictions.length; part++) {
      all += wanted.test(part) ? predictions[part] : 0;
    }
    return values.of(wanted).toReference(all, kind);
  }

  /** How much they vary about the reference that they make. */
  Variation variation(FeatureReference reference, Kind kind) {
    List<Slice> all = new ArrayList<>();
    for (int i = 0; i < LearningSlices.PARTS; i++) {
      int part = slices.partOf(slices.startMillis(firstMillis, i));
      if (!wanted.test(part) || predictions[part] == 0) {
        continue;
      }
      RawValues ofPart = values.of(any -> any == part);
      ValueCounts counts = ofPart.against(reference.values());
      all.add(
          new Slice(counts, predictions[part], Math.max(0, predictions[part] - ofPart.given())));
    }
    return ReferenceVariation.of(reference, all, kind);
  }
}
