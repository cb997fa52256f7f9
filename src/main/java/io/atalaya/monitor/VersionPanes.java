package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Assessment;
import io.atalaya.event.Generation;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import io.atalaya.generation.GenerationCounts;
import io.atalaya.kpi.KpiCounts;
import io.atalaya.matching.Attributed;
import io.atalaya.matching.Pair;
import io.atalaya.monitor.PartialKey.Part;
import io.atalaya.statistics.Accumulator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open panes of one version of a model, as one partition index sees it.
 *
 * <p>Traffic, generations and features belong to the answer's time and close for good once no
 * record can reach them; quality belongs to the outcome's time, interactions to their own, and both
 * stay correctable until no window shows them. One writer.
 */
final class VersionPanes {

  private final String model;
  private final String version;
  private final int index;
  private final ModelPlan plan;
  private final NestedPanes<TrafficCounts> traffic;
  private final NestedPanes<QualityCounts> quality;
  private final NestedPanes<CohortCounts> cohort;
  private final NestedPanes<SegmentCounts> segments;
  private final NestedPanes<KpiCounts> kpis;
  private final NestedPanes<GenerationCounts> generations;

  /** Null where drift is not judged. */
  private final @Nullable VersionFeatures features;

  VersionPanes(String model, String version, int index, ModelPlan plan, References references) {
    this.model = model;
    this.version = version;
    this.index = index;
    this.plan = plan;
    traffic = PaneStatistic.TRAFFIC.nested(plan);
    quality = plan.quality().nested(plan);
    cohort = PaneStatistic.COHORT.nested(plan);
    segments = plan.segments().nested(plan);
    kpis = PaneStatistic.KPI.nested(plan);
    generations = PaneStatistic.GENERATIONS.nested(plan);
    features =
        plan.driftWidthMillis() == 0 ? null : new VersionFeatures(model, version, plan, references);
  }

  String version() {
    return version;
  }

  /**
   * Takes a prediction.
   *
   * @param group its group of errors
   * @param segment the segment it is counted under; null for none
   */
  void add(Prediction prediction, int group, @Nullable String segment, boolean live) {
    long millis = prediction.timeMillis();
    boolean failed = prediction.error() != null;
    traffic.added(millis, live).add(prediction, plan.settings().expectedRange());
    if (prediction.value() != null) {
      cohort.added(millis, live).addPrediction(group);
    }
    if (segment != null) {
      segments.added(millis, live).addPrediction(segment, failed);
    }
    if (features != null) {
      features.add(prediction, live);
    }
  }

  /** Takes what was computed of a text. */
  void add(Assessment assessment, boolean live) {
    generations.added(assessment.timeMillis(), live).add(assessment);
    if (features != null) {
      features.add(assessment, live);
    }
  }

  /** Takes a generation, which was taken as a prediction as well. */
  void add(Generation generation, boolean live) {
    generations.added(generation.timeMillis(), live).add(generation);
  }

  void add(Pair pair, boolean live) {
    quality.added(pair.outcomeMillis(), live).add(pair);
    cohort.added(pair.predictionMillis(), live).addLabel(pair.group(), loss(pair));
    if (pair.segment() != null) {
      segments.added(pair.outcomeMillis(), live).add(pair.segment(), pair);
    }
  }

  void remove(Pair pair, boolean live) {
    quality.removed(pair.outcomeMillis(), live).add(pair);
    cohort.removed(pair.predictionMillis(), live).addLabel(pair.group(), loss(pair));
    if (pair.segment() != null) {
      segments.removed(pair.outcomeMillis(), live).add(pair.segment(), pair);
    }
  }

  void add(Attributed interaction, boolean live) {
    count(kpis.added(interaction.interaction().timeMillis(), live), interaction);
  }

  void remove(Attributed interaction, boolean live) {
    count(kpis.removed(interaction.interaction().timeMillis(), live), interaction);
  }

  private void count(KpiCounts counts, Attributed interaction) {
    counts.add(
        plan.kpis(), interaction.interaction(), interaction.segment(), interaction.attributed());
  }

  void addUnlabelled(long horizonMillis, int change, boolean live) {
    quality.added(horizonMillis, live).addUnlabelled(change);
  }

  /** Hands over what changed since the last call. */
  void takeChanged(Consumer<Partial> sink) {
    takeChanged(traffic, PaneStatistic.TRAFFIC, sink);
    takeChanged(quality, plan.quality(), sink);
    takeChanged(cohort, PaneStatistic.COHORT, sink);
    takeChanged(segments, plan.segments(), sink);
    takeChanged(kpis, PaneStatistic.KPI, sink);
    takeChanged(generations, PaneStatistic.GENERATIONS, sink);
    if (features != null) {
      features.takeChanged(this::partial, sink);
    }
  }

  private <A extends Accumulator<A>> void takeChanged(
      NestedPanes<A> panes, PaneStatistic<A> statistic, Consumer<Partial> sink) {
    panes.takeChanged(
        (width, pane, content) ->
            sink.accept(
                partial(
                    width,
                    pane,
                    statistic.part(),
                    "",
                    out -> statistic.write().accept(content, out))));
  }

  /** Closes what no record can change, or no window can show, any more. */
  void advance(long progressMillis, boolean live) {
    traffic.settled().forEach(series -> close(series, progressMillis));
    generations.settled().forEach(series -> close(series, progressMillis));
    if (features != null) {
      features.advance(progressMillis, live);
    }
    quality.closeUnseen(plan, progressMillis);
    cohort.closeUnseen(plan, progressMillis);
    segments.closeUnseen(plan, progressMillis);
    kpis.closeUnseen(plan, progressMillis);
  }

  private void close(PaneSeries<?> series, long progressMillis) {
    series.closeBefore(progressMillis - plan.graceMillis());
    series.rest(progressMillis - plan.paneMillis());
  }

  /** Writes the panes and what is being learned. */
  void writeTo(ByteWriter out) {
    traffic.writeTo(out);
    quality.writeTo(out);
    cohort.writeTo(out);
    segments.writeTo(out);
    kpis.writeTo(out);
    generations.writeTo(out);
    if (features != null) {
      features.writeTo(out);
    }
  }

  /** Restores what {@link #writeTo} wrote, in the same settings. */
  void restoreFrom(ByteReader in) {
    traffic.restoreFrom(in);
    quality.restoreFrom(in);
    cohort.restoreFrom(in);
    segments.restoreFrom(in);
    kpis.restoreFrom(in);
    generations.restoreFrom(in);
    if (features != null) {
      features.restoreFrom(in);
    }
  }

  /** Whether nothing is kept that a later event or flush could need. */
  boolean isEmpty() {
    return (features == null || features.isSent())
        && traffic.isEmpty()
        && quality.isEmpty()
        && cohort.isEmpty()
        && segments.isEmpty()
        && kpis.isEmpty()
        && generations.isEmpty();
  }

  Partial partial(long width, long pane, Part part, String feature, Consumer<ByteWriter> body) {
    return Partial.of(
        new PartialKey(model, version, width, pane, index, part, feature),
        plan.fingerprint(part),
        body);
  }

  private static double loss(Pair pair) {
    return pair.predicted() instanceof Label.Numeric(double predicted)
            && pair.actual() instanceof Label.Numeric(double actual)
        ? Math.abs(predicted - actual)
        : pair.predicted().equals(pair.actual()) ? 0 : 1;
  }
}
