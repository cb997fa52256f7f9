package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.ReferenceHistory;
import io.atalaya.drift.ReferenceHistory.InForce;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.event.Assessment;
import io.atalaya.event.Prediction;
import io.atalaya.monitor.PartialKey.Part;
import io.atalaya.window.Panes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The values of one version of a model whose distributions are watched, as one partition index sees
 * them: counted in the panes of the answer's time, and learned from while there is something to
 * learn.
 *
 * <p>One writer.
 */
final class VersionFeatures {

  private final String model;
  private final String version;
  private final ModelPlan plan;
  private final References references;
  private final PaneSeries<FeatureSamples> panes;
  private final @Nullable LearningPeriods learning;

  /** Gives a partial its identity. */
  interface Stamp {
    Partial partial(long width, long pane, Part part, String feature, Consumer<ByteWriter> body);
  }

  /** Where the values of an event of some time are counted, and learned from. */
  private record Places(@Nullable FeatureSamples pane, @Nullable LearningSample learned) {}

  /**
   * @param plan judges drift
   */
  VersionFeatures(String model, String version, ModelPlan plan, References references) {
    this.model = model;
    this.version = version;
    this.plan = plan;
    this.references = references;
    panes =
        new PaneSeries<>(
            plan.driftWidthMillis(),
            pane -> new FeatureSamples(profileAt(pane), rawLimit()),
            FeatureSamples::writeTo,
            (pane, in) -> FeatureSamples.readFrom(in, profileAt(pane), rawLimit()));
    learning = plan.learningSize() == 0 ? null : new LearningPeriods(plan);
  }

  void add(Prediction prediction, boolean live) {
    long millis = prediction.timeMillis();
    Places places = places(millis, live);
    if (places.pane != null) {
      places.pane.add(prediction);
    }
    if (places.learned != null) {
      places.learned.add(prediction, Panes.startOf(millis, plan.paneMillis()), live);
    }
  }

  void add(Assessment assessment, boolean live) {
    long millis = assessment.timeMillis();
    Places places = places(millis, live);
    if (places.pane != null) {
      places.pane.add(assessment);
    }
    if (places.learned != null) {
      places.learned.add(assessment, Panes.startOf(millis, plan.paneMillis()), live);
    }
  }

  /** Hands over what changed since the last call. */
  void takeChanged(Stamp stamp, Consumer<Partial> sink) {
    panes.takeChanged(
        (pane, samples) ->
            samples.forEach(
                (feature, body) ->
                    sink.accept(
                        stamp.partial(panes.widthMillis(), pane, Part.FEATURE, feature, body))));
    if (learning != null) {
      learning.takeChanged(
          (start, feature, body) ->
              sink.accept(stamp.partial(0, start, Part.LEARNING, feature, body)));
    }
  }

  /** Closes what no record can change any more. */
  void advance(long progressMillis, boolean live) {
    panes.closeBefore(progressMillis - plan.graceMillis());
    panes.rest(progressMillis - plan.paneMillis());
    if (learning != null) {
      learning.advance(progressMillis - plan.graceMillis(), live);
    }
  }

  void writeTo(ByteWriter out) {
    panes.writeTo(out);
    if (learning != null) {
      learning.writeTo(out);
    }
  }

  /** Restores what {@link #writeTo} wrote, in the same settings. */
  void restoreFrom(ByteReader in) {
    panes.restoreFrom(in);
    if (learning != null) {
      learning.restoreFrom(in);
    }
  }

  /** Whether nothing is learned that is still to be handed over. */
  boolean isSent() {
    return learning == null || learning.isSent();
  }

  private Places places(long millis, boolean live) {
    LearningSample learned = null;
    boolean kept = true;
    if (learning != null) {
      ReferenceHistory history = references.of(model, version);
      long start = plan.learningStartMillis(history, millis);
      boolean toLearn = !plan.isLearned(history, start);
      learned = toLearn ? learning.covering(start, millis) : null;
      // Where nothing is in force, the first values are in the pane too: where others began long
      // before, their reference counts from before this index has learned its share.
      kept =
          (toLearn && plan.servesFromItsEnd(start) && (learned == null || learned.isWhole()))
              || history.isInForce(Panes.startOf(millis, panes.widthMillis()));
    }
    return new Places(kept ? panes.open(millis, live) : null, learned);
  }

  private @Nullable ReferenceProfile profileAt(long paneMillis) {
    InForce inForce = references.at(model, version, paneMillis);
    return inForce == null ? null : inForce.profile();
  }

  private int rawLimit() {
    return Math.max(1, plan.learningSize());
  }
}
