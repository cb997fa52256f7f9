package io.atalaya.monitor;

import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.ReferenceHistory;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.kpi.KpiPlan;
import io.atalaya.statistics.StableHash;
import io.atalaya.window.PaneWidth;
import io.atalaya.window.Panes;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a model's settings for the panes that it needs: their widths, and for each the
 * longest window that is made of them.
 *
 * <p>Immutable.
 */
public final class ModelPlan {

  private final ModelSettings settings;
  private final long paneMillis;
  private final long graceMillis;
  private final TreeMap<Long, Long> longestWindowByWidth = new TreeMap<>();
  private final long driftWidthMillis;

  /** Null where the reference is not learned. */
  private final ReferenceSource.@Nullable Learned learned;

  private final PaneStatistic<QualityCounts> quality;
  private final PaneStatistic<SegmentCounts> segments;
  private final KpiPlan kpis;
  private final long fingerprint;
  private final long kpiFingerprint;

  public ModelPlan(MonitorSettings monitor, ModelSettings settings) {
    this.settings = settings;
    paneMillis = monitor.pane().toMillis();
    graceMillis = monitor.grace().toMillis();
    for (Duration window : settings.windows()) {
      longestWindowByWidth.merge(
          PaneWidth.of(window, monitor.pane()).toMillis(), window.toMillis(), Math::max);
    }
    DriftSettings drift = settings.drift();
    driftWidthMillis = drift == null ? 0 : PaneWidth.of(drift.window(), monitor.pane()).toMillis();
    learned =
        drift != null && drift.reference() instanceof ReferenceSource.Learned source
            ? source
            : null;
    quality = PaneStatistic.quality(settings);
    segments = PaneStatistic.segments(settings);
    kpis = new KpiPlan(settings.kpis());
    fingerprint = computeFingerprint();
    kpiFingerprint =
        StableHash.of(
            new ByteWriter()
                .writeLong(fingerprint)
                .writeLong(attributionMillis())
                .writeLong(kpis.fingerprint())
                .toByteArray());
  }

  public ModelSettings settings() {
    return settings;
  }

  /** What is counted of pairs. */
  PaneStatistic<QualityCounts> quality() {
    return quality;
  }

  /** What is counted of segments. */
  PaneStatistic<SegmentCounts> segments() {
    return segments;
  }

  /** The business figures, and what is counted of interactions. */
  KpiPlan kpis() {
    return kpis;
  }

  public long graceMillis() {
    return graceMillis;
  }

  public long horizonMillis() {
    return settings.labelHorizon().toMillis();
  }

  /** How far from its prediction an interaction may be, in milliseconds. */
  long attributionMillis() {
    return settings.attributionWindow().toMillis();
  }

  /** The finest step, which decides whether a record is late. */
  public long paneMillis() {
    return paneMillis;
  }

  /** The longest window by the width of the panes that it is made of, both in milliseconds. */
  public Map<Long, Long> longestWindowByWidth() {
    return longestWindowByWidth;
  }

  public long widthMillis(Duration window) {
    return PaneWidth.of(window, Duration.ofMillis(paneMillis)).toMillis();
  }

  /** The start of the longest window of panes of {@code width} that ends at {@code millis}. */
  long shownFromMillis(long millis, long width) {
    return Panes.startOf(millis, width) - longestWindowByWidth.getOrDefault(width, 0L);
  }

  /** The longest window of all. */
  public long longestWindowMillis() {
    return longestWindowByWidth.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** The width of the panes of the drift window; 0 when drift is not judged. */
  public long driftWidthMillis() {
    return driftWidthMillis;
  }

  /** How long a reference is learned, in milliseconds; 0 when none is. */
  public long learningMillis() {
    return learned == null ? 0 : learned.over().toMillis();
  }

  /** The number of values a learned reference is made of; 0 when none is learned. */
  public int learningSize() {
    return learned == null ? 0 : learned.size();
  }

  /** The slices into which that time is divided. */
  LearningSlices learningSlices() {
    return LearningSlices.of(learningMillis(), paneMillis);
  }

  /**
   * The start of the period of learning that a time is in: the first pane that begins the
   * {@linkplain ReferenceLifecycle#NOTICE notice} after the deployment or later, so that every
   * index has heard of it, or that from which it is learned again; 0 before, and where it learns
   * once.
   */
  long learningStartMillis(ReferenceHistory history, long millis) {
    long pane = Panes.startOf(millis, Math.max(1, driftWidthMillis));
    long start = 0;
    if (learnsOnDeployed()) {
      long notice = ReferenceLifecycle.NOTICE.toMillis();
      OptionalLong deployed = history.deployedBy(pane - notice);
      if (deployed.isPresent()) {
        start = Panes.ceiling(deployed.getAsLong() + notice, driftWidthMillis);
      }
    }
    return learnsHealthy() ? Math.max(start, history.restartedBy(pane).orElse(0)) : start;
  }

  /**
   * Whether what is learned in the period that starts at {@code startMillis} serves from the end of
   * that: nothing was compared with before. What is learned anew, or made when its labels have
   * come, serves once everybody has heard of it.
   */
  boolean servesFromItsEnd(long startMillis) {
    return startMillis == 0 && !learnsHealthy();
  }

  /** Whether the reference of the period that starts at {@code startMillis} is known. */
  boolean isLearned(ReferenceHistory history, long startMillis) {
    return history.isLearnedFor(startMillis + learningMillis());
  }

  /** Whether only the time counts in which the model was healthy. */
  boolean learnsHealthy() {
    return learned != null && learned.healthy();
  }

  private boolean learnsOnDeployed() {
    return learned != null && learned.onDeployed();
  }

  /** As what a feature is to be compared. */
  public DriftSettings.Kind kind(String feature) {
    DriftSettings drift = settings.drift();
    return drift == null ? DriftSettings.Kind.BY_REFERENCE : drift.feature(feature).kind();
  }

  /**
   * A hash of everything that shapes a partial: partials of other settings are not merged. That of
   * {@link PartialKey.Part#KPI} depends on the business figures as well, and on all that the others
   * depend on.
   */
  long fingerprint(PartialKey.Part part) {
    return part == PartialKey.Part.KPI ? kpiFingerprint : fingerprint;
  }

  private long computeFingerprint() {
    ByteWriter out = new ByteWriter().writeLong(paneMillis).writeLong(graceMillis);
    out.writeLong(horizonMillis());
    longestWindowByWidth.keySet().forEach(out::writeLong);
    out.writeLong(driftWidthMillis).writeLong(learningMillis()).writeLong(learningSize());
    out.writeByte((learnsOnDeployed() ? 1 : 0) + (learnsHealthy() ? 2 : 0));
    ClassSettings classes = settings.classes();
    out.writeString(settings.kind().name()).writeDouble(classes.threshold());
    out.writeString(classes.positive() == null ? "" : classes.positive());
    ModelSettings.Range expected = settings.expectedRange();
    if (expected != null) {
      out.writeDouble(expected.min()).writeDouble(expected.max());
    }
    return StableHash.of(out.toByteArray());
  }
}
