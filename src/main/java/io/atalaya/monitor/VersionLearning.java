package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.DriftVerdict.InsufficientData;
import io.atalaya.drift.ReferenceHistory;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.window.Panes;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the reference of one version is learned, all partition indexes together: by period, and with
 * the times in which the model was not healthy.
 *
 * <p>Of what is learned first nothing can be counted before; its panes wait for it. One that is
 * learned anew comes in the place of another, as if somebody had put it. Where only healthy times
 * count, all is judged up to the label horizon after the period first. One writer.
 */
final class VersionLearning {

  /** What came of a period. */
  sealed interface Outcome {

    /** A reference that was not known. */
    record Learned(ReferenceProfile profile) implements Outcome {}

    /** The model was healthy in fewer than half of the slices: from a time on, it learns again. */
    record Unhealthy(long startMillis, int healthy, int slices) implements Outcome {}
  }

  private final ModelPlan plan;
  private final LearningSlices slices;

  /** By the start of the period. */
  private final NavigableMap<Long, ReferenceLearning> periods = new TreeMap<>();

  private final UnhealthyTimes unhealthy;
  private OptionalLong awaitedMillis = OptionalLong.empty();

  VersionLearning(ModelPlan plan) {
    this.plan = plan;
    slices = plan.learningSlices();
    long judged = slices.widthMillis() + plan.horizonMillis();
    unhealthy = new UnhealthyTimes(judged, 2 * (2 * plan.learningMillis() + judged));
  }

  /** Takes what an index learned. */
  void put(PartialKey key, ByteReader body) {
    periods.computeIfAbsent(key.paneMillis(), start -> new ReferenceLearning(plan)).put(key, body);
  }

  /** Takes note that the model was not healthy at boundary {@code t}. */
  void unhealthyAt(long t) {
    unhealthy.add(t);
  }

  /**
   * What came of a period that is over, if that is not known yet; null otherwise.
   *
   * @param nowMillis everything appended before this has been read at every index
   * @param judgedMillis the boundary judged last
   */
  @Nullable Outcome outcome(ReferenceHistory history, long nowMillis, long judgedMillis) {
    awaitedMillis = OptionalLong.empty();
    for (Map.Entry<Long, ReferenceLearning> period : periods.entrySet()) {
      long start = period.getKey();
      OptionalLong end = period.getValue().endMillis();
      if (isConcluded(history, start)) {
        period.getValue().forgetSamples();
      } else if (end.isPresent() && !isRipe(end.getAsLong(), nowMillis, judgedMillis)) {
        awaitedMillis =
            plan.learnsHealthy()
                ? OptionalLong.of(labelledMillis(end.getAsLong()))
                : OptionalLong.empty();
      } else if (end.isPresent()) {
        Outcome found = outcome(history, period.getValue(), start, end.getAsLong(), nowMillis);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private @Nullable Outcome outcome(
      ReferenceHistory history, ReferenceLearning period, long start, long end, long nowMillis) {
    long next =
        Panes.ceiling(nowMillis + ReferenceLifecycle.NOTICE.toMillis(), plan.driftWidthMillis());
    long effective = plan.servesFromItsEnd(start) ? end : Math.max(end, next);
    if (isCutShort(history, start, end, effective)) {
      return null;
    }
    int healthy = period.slices(this::isHealthy);
    int all = period.slices(any -> true);
    if (2 * healthy < all) {
      boolean last = plan.learningStartMillis(history, next) == start;
      return last ? new Outcome.Unhealthy(next, healthy, all) : null;
    }
    ReferenceProfile profile = period.learned(effective, this::isHealthy);
    return profile == null ? null : new Outcome.Learned(profile);
  }

  /** Whether the reference is known, or learning has begun again since. */
  private boolean isConcluded(ReferenceHistory history, long start) {
    return plan.isLearned(history, start)
        || (plan.learnsHealthy()
            && history.restartedBy(Long.MAX_VALUE).orElse(Long.MIN_VALUE) > start);
  }

  /** Whether all predictions have come, and where that matters the labels. */
  private boolean isRipe(long end, long nowMillis, long judgedMillis) {
    return nowMillis >= end + plan.graceMillis()
        && (!plan.learnsHealthy() || judgedMillis >= labelledMillis(end));
  }

  /** When the labels of a period have come. */
  private long labelledMillis(long end) {
    return Panes.ceiling(end, slices.widthMillis()) + plan.horizonMillis();
  }

  /** Whether a slice counts; any does where health does not matter. */
  private boolean isHealthy(long startMillis) {
    return !plan.learnsHealthy()
        || unhealthy.noneWithin(
            startMillis, startMillis + slices.widthMillis() + plan.horizonMillis());
  }

  /**
   * Whether a deployment began another period before all records of this one had come, or so long
   * ago that the reference would be taken for that of the other.
   */
  private boolean isCutShort(ReferenceHistory history, long start, long end, long effective) {
    long come = end + plan.graceMillis() + ReferenceLifecycle.NOTICE.toMillis();
    long latest = Math.max(come, effective - plan.learningMillis());
    return plan.learningStartMillis(history, latest) != start;
  }

  /** Until when labels are waited for, at the last look for an outcome; empty when they are not. */
  OptionalLong awaitedMillis() {
    return awaitedMillis;
  }

  /** While learning: each feature seen, with the predictions learned from and those needed. */
  Map<String, InsufficientData> insufficient() {
    return periods.isEmpty() ? Map.of() : periods.lastEntry().getValue().insufficient();
  }

  /** Writes what is not among the partials. */
  void writeTo(ByteWriter out) {
    unhealthy.writeTo(out);
  }

  /** Restores what {@link #writeTo} wrote. */
  void restoreFrom(ByteReader in) {
    unhealthy.restoreFrom(in);
  }
}
