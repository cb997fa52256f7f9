package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Assessment;
import io.atalaya.event.Event;
import io.atalaya.event.Generation;
import io.atalaya.event.Interaction;
import io.atalaya.event.Lifecycle;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.atalaya.generation.TextSink;
import io.atalaya.matching.Matching;
import io.atalaya.monitor.ModelSettings.Kind;
import io.atalaya.window.Panes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stage 1: everything that one partition index knows. Events go in, partials come out.
 *
 * <p>Its state is a function of the records read, whatever their order across the index's topics.
 * An event is {@code live} when it was not counted before a restart; others only rebuild the state.
 * All times are in milliseconds since the epoch. One writer.
 */
public final class IndexMonitor {

  /** What became of an event. */
  public enum Observed {
    ACCEPTED,
    /**
     * The same prediction, generation, interaction or assessment again, or an outcome that changes
     * nothing.
     */
    DUPLICATE,
    /** Appended more than the grace after the end of the pane of its event time. */
    LATE,
    /** One model more than the instance may watch. */
    MODEL_LIMIT,
    /** A class where the model predicts numbers. */
    NOT_A_NUMBER,
    /** A number that names no class, where the model predicts classes. */
    NOT_A_CLASS
  }

  private final int index;
  private final MonitorSettings settings;
  private final References references;
  private final ModelLimit limit;
  private final MonitorMetrics metrics;
  private final TextSink texts;
  private final Matching matching;
  private final long paneMillis;
  private final long graceMillis;
  private final Map<String, IndexedModel> models = new HashMap<>();

  /** Most events are of the model of the one before. */
  private @Nullable IndexedModel last;

  private long wholeFromMillis;
  private long progressMillis = Long.MIN_VALUE;
  private Loss loss = Loss.NONE;

  /**
   * @param index the number of the partition
   * @param indexes the number of partitions
   * @param texts takes those that are to be scored
   * @param wholeFromMillis the start of the first pane that is seen whole; older ones are never
   *     handed out, since what was handed out before a restart is more complete
   */
  public IndexMonitor(
      int index,
      int indexes,
      MonitorSettings settings,
      References references,
      ModelLimit limit,
      MonitorMetrics metrics,
      TextSink texts,
      long wholeFromMillis) {
    this.index = index;
    this.settings = settings;
    this.references = references;
    this.limit = limit;
    this.metrics = metrics;
    this.texts = texts;
    this.wholeFromMillis = wholeFromMillis;
    paneMillis = settings.pane().toMillis();
    graceMillis = settings.grace().toMillis();
    matching = new Matching(Math.max(1, settings.maxPending() / indexes));
  }

  /** Has the memory fetched that an event will need which is given some events later. */
  public void expect(Event event) {
    IndexedModel model = known(event.model());
    if (model != null) {
      switch (event) {
        case Prediction prediction -> model.matcher().expect(prediction.id());
        case Outcome outcome -> model.matcher().expect(outcome.id());
        case Generation generation -> model.matcher().expect(generation.id());
        case Interaction ignored -> {}
        case Assessment ignored -> {}
        case Lifecycle ignored -> {}
      }
    }
  }

  /**
   * Takes any event but those of the lifecycle.
   *
   * @param appendedMillis when its record was first appended to the log
   * @param live false when it is read again after a restart
   */
  public Observed observe(Event event, long appendedMillis, boolean live) {
    IndexedModel model = known(event.model());
    if (model == null) {
      if (!limit.admits(event.model())) {
        return Observed.MODEL_LIMIT;
      }
      model = model(event.model());
    }
    if (isLate(event, appendedMillis)) {
      return Observed.LATE;
    }
    if (!model.takes(event)) {
      return model.plan().settings().kind() == Kind.CLASSIFIER
          ? Observed.NOT_A_CLASS
          : Observed.NOT_A_NUMBER;
    }
    boolean changed =
        switch (event) {
          case Prediction prediction -> model.add(prediction, appendedMillis, live);
          case Outcome outcome -> model.add(outcome, appendedMillis, live);
          case Interaction interaction -> model.add(interaction, appendedMillis, live);
          case Generation generation -> model.add(generation, appendedMillis, live);
          case Assessment assessment -> model.add(assessment, live);
          case Lifecycle lifecycle ->
              throw new IllegalArgumentException("no index takes lifecycle events: " + lifecycle);
        };
    return changed ? Observed.ACCEPTED : Observed.DUPLICATE;
  }

  /** Takes note that everything appended before {@code millis} to the index's topics was read. */
  public void advance(long millis, boolean live) {
    if (millis > progressMillis) {
      progressMillis = millis;
      matching.advance(millis, live);
      models.values().forEach(model -> model.advance(millis, live));
    }
  }

  /** How far the index has been read; {@link Long#MIN_VALUE} before anything is known. */
  public long progressMillis() {
    return progressMillis;
  }

  /** Hands over every part that changed since the last call. */
  public void takeChanged(Consumer<Partial> sink) {
    Consumer<Partial> whole =
        partial -> {
          if (partial.key().widthMillis() == 0 || partial.key().paneMillis() >= wholeFromMillis) {
            sink.accept(partial);
          }
        };
    models.values().forEach(model -> model.takeChanged(whole));
  }

  /**
   * The partial that states this index's progress.
   *
   * @param oldestMillis the append time of the oldest event counted since the last statement;
   *     {@link Long#MAX_VALUE} without one
   */
  public Partial progress(long oldestMillis) {
    Progress progress = new Progress(progressMillis, oldestMillis, loss);
    return Partial.of(PartialKey.progress(index), 0, progress::writeTo);
  }

  /** Takes note that records were lost before they were read, or are missing in a replay. */
  public void lost(Loss more) {
    loss = isHistoryLost() ? loss.and(more) : more;
  }

  /** Whether a window can still show what misses lost records. */
  public boolean isHistoryLost() {
    return !loss.equals(Loss.NONE)
        && loss.untilMillis() > progressMillis - settings.longestWindowMillis();
  }

  /** The number of identifiers that are remembered. */
  public int remembered() {
    return matching.size();
  }

  /**
   * Writes the state. What changed is not told from the rest: it has to be taken, and to be on the
   * log, before the state is used.
   */
  public void writeTo(ByteWriter out) {
    out.writeSigned(wholeFromMillis).writeSigned(progressMillis);
    loss.writeTo(out);
    out.writeUnsigned(models.size());
    models.forEach(
        (name, model) -> {
          out.writeString(name);
          model.writeTo(out);
        });
    matching.writeTo(out);
  }

  /**
   * Restores what {@link #writeTo} wrote into a new monitor.
   *
   * @throws IllegalArgumentException when other settings shaped it, or it makes no sense; the
   *     monitor is of no use then
   */
  public void restoreFrom(ByteReader in) {
    wholeFromMillis = in.readSigned();
    progressMillis = in.readSigned();
    loss = Loss.readFrom(in);
    for (int i = in.readCount(); i > 0; i--) {
      model(in.readString()).restoreFrom(in, progressMillis);
    }
    matching.restoreFrom(in, name -> model(name).matcher());
  }

  /** What an index states of itself at every flush. */
  record Progress(long millis, long oldestMillis, Loss loss) {
    void writeTo(ByteWriter out) {
      out.writeSigned(millis).writeSigned(oldestMillis);
      loss.writeTo(out);
    }

    static Progress readFrom(ByteReader in) {
      return new Progress(in.readSigned(), in.readSigned(), Loss.readFrom(in));
    }
  }

  private @Nullable IndexedModel known(String name) {
    IndexedModel model = last;
    if (model == null || !model.name().equals(name)) {
      model = models.get(name);
      last = model;
    }
    return model;
  }

  private IndexedModel model(String name) {
    return models.computeIfAbsent(name, this::open);
  }

  private IndexedModel open(String model) {
    return new IndexedModel(
        model,
        index,
        new ModelPlan(settings, settings.of(model)),
        references,
        metrics,
        matching,
        texts);
  }

  private boolean isLate(Event event, long appendedMillis) {
    long read = Math.max(appendedMillis, progressMillis) - graceMillis;
    return read > event.timeMillis() && read > Panes.endOf(event.timeMillis(), paneMillis);
  }
}
