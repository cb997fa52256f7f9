package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Assessment;
import io.atalaya.event.Event;
import io.atalaya.event.Generation;
import io.atalaya.event.Interaction;
import io.atalaya.event.Label;
import io.atalaya.event.Lifecycle;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.atalaya.generation.TextSink;
import io.atalaya.matching.Attributed;
import io.atalaya.matching.Attribution;
import io.atalaya.matching.AttributionListener;
import io.atalaya.matching.GivenUp;
import io.atalaya.matching.Match;
import io.atalaya.matching.MatchListener;
import io.atalaya.matching.Matching;
import io.atalaya.matching.OutcomeMatcher;
import io.atalaya.matching.Pair;
import io.atalaya.monitor.ModelSettings.Kind;
import io.atalaya.monitor.MonitorMetrics.VersionMetrics;
import io.atalaya.monitor.PartialKey.Part;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of one model that one partition index sees: its matching and the panes of its versions.
 *
 * <p>One writer.
 */
final class IndexedModel implements MatchListener, AttributionListener {

  private final String model;
  private final int index;
  private final ModelPlan plan;
  private final MonitorMetrics metrics;
  private final OutcomeMatcher matcher;
  private final Attribution attribution;
  private final IndexedVersions versions;
  private final Map<String, VersionMetrics> counters = new HashMap<>();

  /** Most events are of the version of the one before. */
  private String lastCounted = "";

  private @Nullable VersionMetrics lastCounters;
  private final Map<String, Pending> sentPending = new HashMap<>();
  private final Map<String, Loss> losses = new HashMap<>();
  private final NestedPanes<OrphanCounts> orphans;
  private final IndexedTexts texts;

  /** Null where numbers are predicted. */
  private final @Nullable ClassLabels classes;

  IndexedModel(
      String model,
      int index,
      ModelPlan plan,
      References references,
      MonitorMetrics metrics,
      Matching matching,
      TextSink sink) {
    this.model = model;
    this.index = index;
    this.plan = plan;
    this.metrics = metrics;
    matcher = matching.matcher(model, plan.horizonMillis(), this);
    attribution =
        matching.attribution(
            matcher, this, plan.attributionMillis(), plan.paneMillis() + plan.graceMillis());
    versions = new IndexedVersions(model, index, plan, references);
    texts = new IndexedTexts(plan, sink);
    orphans = PaneStatistic.ORPHANS.nested(plan);
    classes =
        plan.settings().kind() == Kind.CLASSIFIER
            ? new ClassLabels(plan.settings().classes())
            : null;
  }

  String name() {
    return model;
  }

  ModelPlan plan() {
    return plan;
  }

  /** Whether the label of an event is one that such a model gives or has. */
  boolean takes(Event event) {
    return switch (event) {
      case Prediction prediction ->
          prediction.value() == null
              || (classes == null
                  ? prediction.value() instanceof Label.Numeric
                  : classes.predicts(prediction.value()));
      case Outcome outcome ->
          outcome.actual() == null
              || (classes == null
                  ? outcome.actual() instanceof Label.Numeric
                  : classes.observes(outcome.actual()));
      case Interaction ignored -> true;
      case Generation ignored -> true;
      case Assessment ignored -> true;
      case Lifecycle ignored -> true;
    };
  }

  /** Takes a prediction; false for a duplicate. */
  boolean add(Prediction read, long appendedMillis, boolean live) {
    Prediction prediction = read.withVersion(versions.bounded(read.version()));
    Prediction labelled = classes == null ? prediction : classes.of(prediction);
    if (!matcher.add(labelled, appendedMillis, live)) {
      return false;
    }
    versions
        .of(prediction.version())
        .add(prediction, groupOf(labelled), matcher.boundedSegment(prediction.segment()), live);
    if (attribution.isWaiting()) {
      attribution.predicted(prediction, live);
    }
    if (live) {
      counters(prediction.version())
          .prediction(prediction.error(), prediction.confidence(), prediction.latencySeconds());
    }
    return true;
  }

  /** Takes a generation; false for a duplicate. */
  boolean add(Generation read, long appendedMillis, boolean live) {
    Generation generation = texts.labelled(read, versions.bounded(read.version()));
    if (!add(generation.answer(), appendedMillis, live)) {
      return false;
    }
    versions.of(generation.version()).add(generation, live);
    if (live) {
      counters(generation.version()).generation(generation);
      texts.leaveToBeScored(generation);
    }
    return true;
  }

  /** Takes an assessment; false for a second one of the same text. */
  boolean add(Assessment read, boolean live) {
    Optional<Assessment> first = texts.first(read, versions.bounded(read.version()));
    first.ifPresent(assessment -> versions.of(assessment.version()).add(assessment, live));
    return first.isPresent();
  }

  /** Takes an outcome; false when it changes nothing. */
  boolean add(Outcome outcome, long appendedMillis, boolean live) {
    return matcher.add(classes == null ? outcome : classes.of(outcome), appendedMillis, live);
  }

  /**
   * Takes an interaction, of which nothing is kept if no figure asks for it; false for a duplicate.
   */
  boolean add(Interaction interaction, long appendedMillis, boolean live) {
    return plan.kpis().counted(interaction.type()) == null
        || attribution.add(
            interaction,
            versions.bounded(interaction.version()),
            matcher.boundedSegment(interaction.segment()),
            appendedMillis,
            live);
  }

  OutcomeMatcher matcher() {
    return matcher;
  }

  void advance(long progressMillis, boolean live) {
    attribution.advance(progressMillis);
    texts.advance(progressMillis);
    versions.advance(progressMillis, live);
    orphans.closeUnseen(plan, progressMillis);
  }

  /** Hands over what changed since the last call. */
  void takeChanged(Consumer<Partial> sink) {
    counters.values().forEach(VersionMetrics::flush);
    versions.forEach(
        (version, panes) -> {
          panes.takeChanged(sink);
          Pending pending =
              new Pending(
                  matcher.pending(version),
                  matcher.oldestPendingMillis(version),
                  losses.getOrDefault(version, Loss.NONE));
          if (!pending.equals(sentPending.put(version, pending))) {
            sink.accept(panes.partial(0, 0, Part.PENDING, "", pending::writeTo));
          }
        });
    orphans.takeChanged(
        (width, pane, counts) ->
            sink.accept(
                Partial.of(
                    new PartialKey(model, "", width, pane, index, Part.ORPHANS, ""),
                    plan.fingerprint(Part.ORPHANS),
                    counts::writeTo)));
    versions.removeEmpty(version -> matcher.pending(version) == 0);
  }

  @Override
  public void pairAdded(Pair pair, boolean live) {
    versions.of(pair.version()).add(pair, live);
  }

  @Override
  public void pairRemoved(Pair pair, boolean live) {
    versions.of(pair.version()).remove(pair, live);
  }

  @Override
  public void unlabelledAdded(String version, long horizonMillis, boolean live) {
    versions.of(version).addUnlabelled(horizonMillis, 1, live);
  }

  @Override
  public void unlabelledRemoved(String version, long horizonMillis, boolean live) {
    versions.of(version).addUnlabelled(horizonMillis, -1, live);
  }

  @Override
  public void interactionAdded(Attributed interaction, boolean live) {
    versions.of(interaction.version()).add(interaction, live);
  }

  @Override
  public void interactionRemoved(Attributed interaction, boolean live) {
    versions.of(interaction.version()).remove(interaction, live);
  }

  @Override
  public int groupOf(Prediction prediction) {
    return ErrorGroups.of(prediction);
  }

  @Override
  public void orphan(long millis, boolean live) {
    orphans.added(millis, live).add();
    if (live) {
      counters(OutcomeMatcher.UNKNOWN_VERSION).outcome(Match.UNMATCHED);
    }
  }

  @Override
  public void outcome(String version, Match match) {
    counters(version).outcome(match);
  }

  @Override
  public void givenUp(String version, GivenUp what, long untilMillis, boolean live) {
    losses.merge(version, new Loss(1, untilMillis), Loss::and);
    if (live) {
      counters(version).givenUp(what);
    }
  }

  /** Writes the state. */
  void writeTo(ByteWriter out) {
    out.writeLong(plan.fingerprint(Part.KPI));
    orphans.writeTo(out);
    attribution.writeTo(out);
    texts.writeTo(out);
    out.writeUnsigned(versions.size());
    versions.forEach(
        (version, panes) -> {
          out.writeString(version);
          panes.writeTo(out);
          losses.getOrDefault(version, Loss.NONE).writeTo(out);
        });
  }

  /**
   * Restores what {@link #writeTo} wrote.
   *
   * @throws IllegalArgumentException when other settings shaped it, or it makes no sense
   */
  void restoreFrom(ByteReader in, long restoredProgressMillis) {
    if (in.readLong() != plan.fingerprint(Part.KPI)) {
      throw new IllegalArgumentException("the settings of model '" + model + "' were others");
    }
    versions.restoredAt(restoredProgressMillis);
    orphans.restoreFrom(in);
    attribution.restoreFrom(in);
    texts.restoreFrom(in);
    for (int i = in.readCount(); i > 0; i--) {
      String version = in.readString();
      versions.of(version).restoreFrom(in);
      losses.put(version, Loss.readFrom(in));
    }
  }

  private VersionMetrics counters(String version) {
    VersionMetrics known = lastCounters;
    if (known == null || !lastCounted.equals(version)) {
      known = counters.computeIfAbsent(version, name -> metrics.version(model, name));
      lastCounters = known;
      lastCounted = version;
    }
    return known;
  }
}
