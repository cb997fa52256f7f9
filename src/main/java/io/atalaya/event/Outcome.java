package io.atalaya.event;

import org.jspecify.annotations.Nullable;

/**
 * What really happened for one prediction, or the withdrawal of an earlier statement of it.
 *
 * @param id the prediction's identifier
 * @param model the model's name
 * @param timeMillis when it happened: the event's own time, else the record's
 * @param timeGiven whether the event itself gave that time
 * @param actual the truth; null when the earlier outcome is retracted
 */
public record Outcome(
    PredictionId id, String model, long timeMillis, boolean timeGiven, @Nullable Label actual)
    implements Event {

  /** The same outcome with another actual. */
  public Outcome withActual(Label other) {
    return new Outcome(id, model, timeMillis, timeGiven, other);
  }

  /** Whether this takes the earlier outcome back. */
  public boolean retracted() {
    return actual == null;
  }
}
