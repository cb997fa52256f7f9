package io.atalaya.event;

import org.jspecify.annotations.Nullable;

/**
 * A change of a deployed model.
 *
 * @param model the model's name
 * @param version the version concerned; {@link Event#UNVERSIONED} when none was named
 * @param timeMillis when it changed
 * @param change what changed
 * @param detail words for people
 */
public record Lifecycle(
    String model, String version, long timeMillis, Change change, @Nullable String detail)
    implements Event {

  /** The kinds of change. */
  public enum Change {
    /** A version went into service. */
    DEPLOYED,
    /** A version answers differently from now on: weights, prompt or settings changed. */
    PARAMETERS,
    /** A version went out of service. */
    RETIRED
  }
}
