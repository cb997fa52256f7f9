package io.atalaya.notebook.metrics;

import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.Profile;
import io.atalaya.event.Assessment;
import io.atalaya.event.Event;
import io.atalaya.event.Generation;
import io.atalaya.event.Interaction;
import io.atalaya.event.Lifecycle;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.atalaya.generation.TextSink;
import io.atalaya.monitor.IndexMonitor;
import io.atalaya.monitor.ModelLearning;
import io.atalaya.monitor.ModelLimit;
import io.atalaya.monitor.ModelMonitor;
import io.atalaya.monitor.ModelPlan;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.MonitorMetrics.Result;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.Partial;
import io.atalaya.monitor.PartialKey;
import io.atalaya.monitor.References;
import io.atalaya.window.Panes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Both stages of the pipeline over events from files instead of a log: one partition index counts,
 * and each model is judged at every pane boundary T as soon as all has been read that was appended
 * before T and the time to settle. The figures are those of the pipeline on the same events: it is
 * the same code.
 *
 * <p>Texts are not scored here; the scores that events carry are counted. For one thread; to be run
 * once.
 */
public final class BackTest {

  private final MonitorSettings settings;
  private final References references;
  private final BackTestListener listener;
  private final long everyMillis;
  private final Exporter exporter;
  private final IndexMonitor index;
  private final Map<String, ModelMonitor> models = new TreeMap<>();
  private final Map<String, DriftWindows> drift = new TreeMap<>();
  private long changes;
  private long exposeMillis = Long.MIN_VALUE;

  /**
   * @param references what the models are compared with whose settings name a file
   * @param every how often all metrics are read, in event time; at most once a pane
   */
  public BackTest(
      MonitorSettings settings,
      Map<String, Profile> references,
      Duration every,
      BackTestListener listener) {
    this.settings = settings;
    this.references = new References(references);
    this.listener = listener;
    everyMillis = every.toMillis();
    exporter = new Exporter(settings);
    index =
        new IndexMonitor(
            0,
            1,
            settings,
            this.references,
            new ModelLimit(settings),
            exporter.counters(),
            TextSink.NONE,
            Long.MIN_VALUE);
    settings.models().keySet().forEach(this::model);
  }

  /**
   * Runs over events until the pane of the last is judged.
   *
   * @param events in the order in which they were appended
   * @throws IllegalArgumentException when one is not of the kind that its model answers with
   */
  public void run(List<RecordedEvent> events) {
    long last = events.isEmpty() ? 0 : events.getLast().appendedMillis();
    run(events, Panes.endOf(last, settings.pane().toMillis()) + ModelMonitor.SETTLE_MILLIS);
  }

  /**
   * Runs over events, and on until a time.
   *
   * @param untilMillis at least the append time of the last event
   */
  public void run(List<RecordedEvent> events, long untilMillis) {
    if (events.isEmpty()) {
      return;
    }
    long pane = settings.pane().toMillis();
    long tick = settled(events.getFirst().appendedMillis());
    for (RecordedEvent event : events) {
      for (; event.appendedMillis() >= tick; tick += pane) {
        advance(tick, false);
      }
      observe(event);
    }
    for (; tick < untilMillis; tick += pane) {
      advance(tick, false);
    }
    advance(untilMillis, true);
  }

  /** The first time after {@code millis} at which a boundary is judged. */
  private long settled(long millis) {
    long settle = ModelMonitor.SETTLE_MILLIS;
    return Panes.endOf(millis - settle, settings.pane().toMillis()) + settle;
  }

  private void observe(RecordedEvent recorded) {
    Event event = recorded.event();
    if (event instanceof Lifecycle change) {
      changed(change, recorded.appendedMillis());
      return;
    }
    Result result =
        switch (index.observe(event, recorded.appendedMillis(), true)) {
          case ACCEPTED -> Result.ACCEPTED;
          case DUPLICATE -> Result.DUPLICATE;
          case LATE -> Result.LATE;
          case MODEL_LIMIT ->
              throw new IllegalArgumentException(
                  "model '%s' is one more than are watched: configure it or raise atalaya.max-models"
                      .formatted(event.model()));
          case NOT_A_NUMBER ->
              throw new IllegalArgumentException(
                  "model '%s' is predictive: give a number, or configure kind: classifier"
                      .formatted(event.model()));
          case NOT_A_CLASS ->
              throw new IllegalArgumentException(
                  "model '%s' is a classifier: give a class or a probability from 0 to 1"
                      .formatted(event.model()));
        };
    exporter.counters().events(kind(event).topic(), result, 1);
  }

  private void changed(Lifecycle change, long appendedMillis) {
    if (change.change() == Lifecycle.Change.DEPLOYED) {
      references.deployed(
          change.model(), change.version(), Math.max(change.timeMillis(), appendedMillis));
    }
    collect();
    ModelMonitor known = models.get(change.model());
    if (known != null) {
      var unused = known.put(change, 0, changes++);
      exporter.counters().events(EventKind.LIFECYCLE.topic(), Result.ACCEPTED, 1);
    }
  }

  private static EventKind kind(Event event) {
    return switch (event) {
      case Prediction ignored -> EventKind.PREDICTION;
      case Outcome ignored -> EventKind.OUTCOME;
      case Interaction ignored -> EventKind.INTERACTION;
      case Generation ignored -> EventKind.GENERATION;
      case Assessment ignored -> EventKind.ASSESSMENT;
      case Lifecycle ignored -> EventKind.LIFECYCLE;
    };
  }

  /** All that was appended before {@code millis} has been read. */
  private void advance(long millis, boolean isLast) {
    index.advance(millis, true);
    collect();
    models.forEach((name, model) -> advance(name, model, millis));
    if (isLast || millis >= exposeMillis) {
      exposeMillis = millis + everyMillis;
      models.values().forEach(ModelMonitor::refresh);
      List<ModelSnapshot> snapshots = models.values().stream().map(ModelMonitor::snapshot).toList();
      listener.exposed(millis, exporter.read(millis, snapshots));
    }
  }

  private void advance(String name, ModelMonitor model, long millis) {
    ModelMonitor.Judgement judgement = model.advance(millis);
    judgement.signals().forEach(listener::signalled);
    judgement.decisions().forEach(decision -> exporter.decided(name, decision));
    hear(judgement.learned(), name);
    DriftWindows windows = drift.get(name);
    if (windows != null) {
      windows.look(name, model, listener);
    }
  }

  /** Takes from what was learned what the pipeline would hear of it from the log. */
  private void hear(ModelLearning learned, String model) {
    learned
        .references()
        .forEach(made -> references.put(made.model(), made.version(), made.reference()));
    learned
        .surplus()
        .forEach(old -> references.remove(old.model(), old.version(), old.reference().id()));
    learned
        .restarts()
        .forEach(again -> references.restarted(model, again.version(), again.startMillis()));
  }

  /** Hands what was counted to the models. */
  private void collect() {
    index.takeChanged(this::put);
  }

  private void put(Partial partial) {
    PartialKey key = partial.key();
    model(key.model()).put(partial);
  }

  private ModelMonitor model(String name) {
    return models.computeIfAbsent(name, this::open);
  }

  private ModelMonitor open(String name) {
    ModelPlan plan = new ModelPlan(settings, settings.of(name));
    DriftSettings watched = settings.of(name).drift();
    if (watched != null) {
      drift.put(name, new DriftWindows(watched.window().toMillis()));
    }
    return new ModelMonitor(
        name,
        plan,
        references,
        (version, check, window, t, observation) ->
            listener.judged(name, version, check, window, t, observation));
  }
}
