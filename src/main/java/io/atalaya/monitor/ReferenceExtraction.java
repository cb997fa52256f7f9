package io.atalaya.monitor;

import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.Profile;
import io.atalaya.drift.Reference;
import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.Seasons;
import io.atalaya.event.Prediction;
import io.atalaya.monitor.Extraction.State;
import io.atalaya.monitor.PredictionLog.UnreadableException;
import io.atalaya.monitor.ReferenceLifecycle.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes references from time ranges of the log, one at a time, and puts them in force.
 *
 * <p>Safe for use by several threads; the log is read on a thread of the executor.
 */
public final class ReferenceExtraction {

  /** A prediction's event time is at most so long after its record was appended. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /** What became of a request. */
  public sealed interface Answer {

    /** It is under way. */
    record Started(Extraction extraction) implements Answer {}

    /** It makes no sense; the detail says what would. */
    record Invalid(String detail) implements Answer {}

    /** It cannot be done now, or as things are. */
    record Refused(String detail) implements Answer {}
  }

  private final MonitorSettings settings;
  private final PredictionLog log;
  private final ReferenceLifecycle references;
  private final InstantSource clock;
  private final Executor executor;
  private volatile @Nullable Extraction last;

  public ReferenceExtraction(
      MonitorSettings settings,
      PredictionLog log,
      ReferenceLifecycle references,
      InstantSource clock,
      Executor executor) {
    this.settings = settings;
    this.log = log;
    this.references = references;
    this.clock = clock;
    this.executor = executor;
  }

  /**
   * Begins to make a version's reference of its predictions from {@code from} to before {@code to}.
   *
   * @param seasons how they are divided by season; empty where they are not
   */
  public synchronized Answer start(
      String model, String version, Instant from, Instant to, Optional<Seasons> seasons) {
    if (!from.isBefore(to)) {
      return new Answer.Invalid(
          "from: %s is not before %s (to): give an earlier time".formatted(from, to));
    }
    if (to.isAfter(clock.instant())) {
      return new Answer.Invalid(
          "to: %s is in the future: give the present time or an earlier one".formatted(to));
    }
    DriftSettings drift = settings.of(model).drift();
    if (drift == null) {
      return new Answer.Refused(references.refusal(model).orElseThrow().detail());
    }
    if (seasons.isPresent()) {
      try {
        Seasons.requireWithin(drift.window());
      } catch (IllegalArgumentException longer) {
        return new Answer.Refused("drift." + longer.getMessage());
      }
    }
    Extraction running = last;
    if (running != null && running.state() instanceof State.Running) {
      return new Answer.Refused(
          "a reference of %s, version %s, is being made: wait until it is"
              .formatted(running.model(), running.version()));
    }
    Extraction started = new Extraction(model, version, from, to, new State.Running(0, 0));
    last = started;
    executor.execute(() -> last = started.in(run(started, seasons, drift)));
    return new Answer.Started(started);
  }

  /** The last one of a version that this instance made, or makes; empty when it was another's. */
  public Optional<Extraction> last(String model, String version) {
    return Optional.ofNullable(last)
        .filter(known -> known.model().equals(model) && known.version().equals(version));
  }

  private State run(Extraction extraction, Optional<Seasons> seasons, DriftSettings drift) {
    RangeSample sample =
        new RangeSample(
            extraction.model(),
            extraction.version(),
            extraction.from().toEpochMilli(),
            extraction.to().toEpochMilli(),
            seasons,
            drift);
    try {
      log.read(
          extraction.from().minus(AHEAD).toEpochMilli(),
          // Whoever comes later is not counted either.
          extraction.to().plus(settings.grace()).plus(settings.pane()).toEpochMilli(),
          new PredictionLog.Listener() {
            @Override
            public void predicted(Prediction prediction) {
              sample.add(prediction);
            }

            @Override
            public void progressed(long read, long all) {
              last = extraction.in(new State.Running(read, all));
            }
          });
      Optional<Profile> profile = sample.profile(drift);
      return profile.isEmpty()
          ? new State.Failed(none(extraction, sample))
          : stateOf(
              references.put(
                  extraction.model(), extraction.version(), any -> profile.get(), Origin.RANGE),
              sample.predictions());
    } catch (UnreadableException unreadable) {
      return new State.Failed(String.valueOf(unreadable.getMessage()));
    } catch (RuntimeException defect) {
      return new State.Failed("this is a defect of Atalaya: " + defect);
    }
  }

  private static String none(Extraction extraction, RangeSample sample) {
    return sample.predictions() > 0
        ? "the %d predictions in the range have no feature to compare, or too few in each season"
            .formatted(sample.predictions())
        : "no prediction of %s, version %s, has a time from %s to %s; %d of other versions have: mind the names, and the time zone"
            .formatted(
                extraction.model(),
                extraction.version(),
                extraction.from(),
                extraction.to(),
                sample.ofOtherVersions());
  }

  private static State stateOf(Result result, long predictions) {
    return switch (result) {
      case Result.Added(Reference reference) -> new State.Done(reference, predictions);
      case Result.Changed(Reference reference) -> new State.Done(reference, predictions);
      case Result.Unchanged(Reference reference) -> new State.Done(reference, predictions);
      case Result.Unknown(String detail) -> new State.Failed(detail);
      case Result.Refused(String detail) -> new State.Failed(detail);
      case Result.Unavailable(String detail) -> new State.Failed(detail);
    };
  }
}
