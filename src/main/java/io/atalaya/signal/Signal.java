package io.atalaya.signal;

import io.atalaya.codec.ByteWriter;
import io.atalaya.codec.ContentHash;
import java.util.OptionalDouble;

/**
 * A statement that something is wrong with a model's version, or is no longer.
 *
 * @param key what it is about
 * @param state whether it is wrong
 * @param severity how urgent it is; of a resolved signal, how urgent it was
 * @param timeMillis the pane boundary T at which this was judged, in milliseconds since the epoch
 * @param sinceMillis T of the episode's first firing signal, at most {@code timeMillis}
 * @param observed the figure in base units; empty when it is undefined
 * @param threshold the bound that the figure broke; empty for a check that has none
 * @param evidence what the judgement rests on
 */
public record Signal(
    SignalKey key,
    State state,
    Severity severity,
    long timeMillis,
    long sinceMillis,
    OptionalDouble observed,
    OptionalDouble threshold,
    Evidence evidence) {

  /** Whether something is wrong. */
  public enum State {
    FIRING,
    RESOLVED
  }

  public Signal {
    requireFinite("observed", observed);
    requireFinite("threshold", threshold);
    if (sinceMillis > timeMillis) {
      throw new IllegalArgumentException(
          "since: " + sinceMillis + " is after the signal's time, " + timeMillis);
    }
  }

  /**
   * A firing signal about an incident that is no figure with a bound: history lost, for example.
   */
  public static Signal incident(SignalKey key, Severity severity, long t, Evidence evidence) {
    return new Signal(
        key,
        State.FIRING,
        severity,
        t,
        t,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        evidence);
  }

  /**
   * The signal's identifier: a hash of model, version, check, window, state and T. A key has at
   * most one signal a boundary, so these identify it; the severity need not be among them.
   */
  public String id() {
    return ContentHash.of(
        new ByteWriter()
            .writeString(key.model())
            .writeString(key.version())
            .writeString(key.check())
            .writeString(key.window())
            .writeString(state.name())
            .writeLong(timeMillis));
  }

  /** The model's name. */
  public String model() {
    return key.model();
  }

  /** The name of the check. */
  public String check() {
    return key.check();
  }

  /** Whether this begins an episode, rather than changing the severity of one or ending it. */
  public boolean begins() {
    return state == State.FIRING && sinceMillis == timeMillis;
  }

  /** The signal at boundary {@code t} that this one is over. */
  public Signal resolved(long t, Evidence why) {
    return new Signal(
        key, State.RESOLVED, severity, t, sinceMillis, OptionalDouble.empty(), threshold, why);
  }

  private static void requireFinite(String field, OptionalDouble value) {
    if (value.isPresent() && !Double.isFinite(value.getAsDouble())) {
      throw new IllegalArgumentException(
          field + ": " + value.getAsDouble() + " is not finite; an undefined figure is empty");
    }
  }
}
