package io.atalaya.monitor;

import io.atalaya.drift.Reference;
import java.time.Instant;

/**
 * The making of a reference from a version's predictions in a time range.
 *
 * @param from the event time of the first prediction
 * @param to the event time that the last one is before
 * @param state how far it has come
 */
public record Extraction(String model, String version, Instant from, Instant to, State state) {

  /** How far it has come. */
  public sealed interface State {

    /** So many of the log's records have been read. */
    record Running(long read, long all) implements State {}

    /** The reference is on the log. */
    record Done(Reference reference, long predictions) implements State {}

    /** There is none; the detail says why, and what to do. */
    record Failed(String detail) implements State {}
  }

  Extraction in(State next) {
    return new Extraction(model, version, from, to, next);
  }
}
