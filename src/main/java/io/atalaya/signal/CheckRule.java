package io.atalaya.signal;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * All bounds of one check over one window of one version, speaking through one signal.
 *
 * <p>Each bound is judged by its own {@link ThresholdRule}. The signal fires while any bound does,
 * with the severity and the limit of the <i>ruling</i> bound: the most severe that fires, the
 * earliest in the configuration among equals. It is published when it begins to fire, when severity
 * or limit change (a warning turns critical, or back), and when it resolves. So a key has at most
 * one signal a boundary, and a compacted topic keeps the state in force: two bounds that differ
 * only by severity neither share an identifier nor overwrite each other.
 *
 * <p>A check that is no longer configured resolves at the next judgement if it fires.
 *
 * <p>One writer at a time. Memory: a few dozen bytes a bound.
 */
final class CheckRule {

  /** What the last published signal said, while it fires. */
  private record Episode(long sinceMillis, Severity severity, double limit) {}

  /** A bound and where it stands. */
  private static final class Bounded {
    private final ThresholdRule rule;
    private ThresholdState state = new ThresholdState.Quiet();

    private Bounded(ThresholdRule rule) {
      this.rule = rule;
    }
  }

  private final SignalKey key;
  private final @Nullable Check check;
  private final List<Bounded> bounds;
  private @Nullable Episode episode;

  /** The rule of a check; of one that is no longer configured, when that is null. */
  CheckRule(SignalKey key, @Nullable Check check) {
    this.key = key;
    this.check = check;
    this.bounds = check == null ? List.of() : check.bounds().stream().map(Bounded::new).toList();
  }

  Optional<Signal> judge(long t, Observation observation) {
    for (Bounded bound : bounds) {
      bound.state = bound.rule.next(bound.state, t, observation);
    }
    return publish(t, observation);
  }

  /** Ends the episode, if there is one, because the version is no longer judged. */
  Optional<Signal> end(long t) {
    for (Bounded bound : bounds) {
      bound.state = new ThresholdState.Quiet();
    }
    return publish(t, Observation.UNDEFINED);
  }

  void addStatesTo(List<VersionChecks.BoundState> states) {
    for (Bounded bound : bounds) {
      states.add(new VersionChecks.BoundState(key, bound.rule, bound.state));
    }
  }

  /** Whether it is left over from an earlier configuration. */
  boolean isLeftOver() {
    return check == null;
  }

  boolean fires() {
    return episode != null;
  }

  Observation observe(VersionChecks.Figures figures) {
    return check == null ? Observation.UNDEFINED : figures.observe(check.name(), check.window());
  }

  private Optional<Signal> publish(long t, Observation observation) {
    Episode before = episode;
    ThresholdRule ruling = ruling();
    if (ruling == null) {
      episode = null;
      return Optional.ofNullable(before)
          .map(ended -> signal(Signal.State.RESOLVED, ended, t, observation, Optional.empty()));
    }
    long since = before == null ? t : before.sinceMillis;
    Episode now = new Episode(since, ruling.severity(), ruling.limit());
    episode = now;
    return now.equals(before)
        ? Optional.empty()
        : Optional.of(
            signal(Signal.State.FIRING, now, t, observation, ruling.interval(observation)));
  }

  private @Nullable ThresholdRule ruling() {
    ThresholdRule ruling = null;
    for (Bounded bound : bounds) {
      ThresholdRule candidate = bound.rule;
      if (bound.state instanceof ThresholdState.Firing
          && (ruling == null || candidate.severity().compareTo(ruling.severity()) > 0)) {
        ruling = candidate;
      }
    }
    return ruling;
  }

  private Signal signal(
      Signal.State state,
      Episode said,
      long t,
      Observation observation,
      Optional<ConfidenceInterval> interval) {
    return new Signal(
        key,
        state,
        said.severity,
        t,
        said.sinceMillis,
        observation.value(),
        OptionalDouble.of(said.limit),
        evidence(said, observation, interval));
  }

  private static Evidence evidence(
      Episode said, Observation observation, Optional<ConfidenceInterval> interval) {
    Evidence evidence =
        Evidence.NONE.with("since", Instant.ofEpochMilli(said.sinceMillis).toString());
    if (observation.scored() > 0) {
      evidence = evidence.with("scored", observation.scored());
    }
    if (observation.coverage().isPresent()) {
      evidence = evidence.with("coverage", observation.coverage().getAsDouble());
    }
    if (interval.isPresent()) {
      evidence = evidence.with(interval.get().evidence());
    }
    return evidence.with(observation.evidence());
  }

  void writeTo(ByteWriter out) {
    Episode current = episode;
    out.writeByte(current == null ? 0 : 1);
    if (current != null) {
      out.writeSigned(current.sinceMillis)
          .writeString(current.severity.name())
          .writeDouble(current.limit);
    }
    out.writeUnsigned(bounds.size());
    for (Bounded bound : bounds) {
      out.writeString(bound.rule.bound().name()).writeString(bound.rule.severity().name());
      bound.state.writeTo(out);
    }
  }

  /**
   * Takes over what {@link #writeTo} wrote, perhaps under another configuration: a bound takes the
   * state of the one with its side and severity, whatever their limits; else it stays quiet.
   */
  void restoreFrom(ByteReader in) {
    episode = in.readByte() == 0 ? null : readEpisode(in);
    int count = in.readCount();
    for (int i = 0; i < count; i++) {
      Threshold.Bound side = Threshold.Bound.valueOf(in.readString());
      Severity severity = Severity.valueOf(in.readString());
      ThresholdState state = ThresholdState.readFrom(in);
      for (Bounded bound : bounds) {
        if (bound.rule.bound() == side && bound.rule.severity() == severity) {
          bound.state = state;
        }
      }
    }
  }

  private static Episode readEpisode(ByteReader in) {
    return new Episode(in.readSigned(), Severity.valueOf(in.readString()), in.readDouble());
  }
}
