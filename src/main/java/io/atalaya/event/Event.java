package io.atalaya.event;

/**
 * What an inference service, or whoever learns the truth later, put on the log.
 *
 * <p>Times are milliseconds since the epoch, UTC. In every event {@link Double#NaN} stands for an
 * optional number that was not given: the wire format has no NaN of its own.
 */
public sealed interface Event
    permits Prediction, Outcome, Interaction, Generation, Assessment, Lifecycle {

  /** The version of an event that names none. */
  String UNVERSIONED = "unversioned";

  /** The name of the model that the event is about. */
  String model();

  /** The event time, in milliseconds since the epoch. */
  long timeMillis();
}
