package io.atalaya.event;

import org.jspecify.annotations.Nullable;

/**
 * A change of a deployed model.
 *
 * @param model the model's name
 * @param version the version concerned; {@link Event#UNVERSIONED} when none was named
 * @param timeMillis when it changed
 * @param change what changed
 * @param selection of {@link Change#INVALIDATE} what is to be invalidated; otherwise null
 * @param detail words for people
 */
public record Lifecycle(
    String model,
    String version,
    long timeMillis,
    Change change,
    @Nullable Selection selection,
    @Nullable String detail)
    implements Event {

  public Lifecycle {
    if ((selection == null) == (change == Change.INVALIDATE)) {
      throw new IllegalArgumentException(
          "selection: it is what a change of kind INVALIDATE selects");
    }
  }

  /** A change that invalidates nothing by itself. */
  public Lifecycle(
      String model, String version, long timeMillis, Change change, @Nullable String detail) {
    this(model, version, timeMillis, change, null, detail);
  }

  /** Which of the model's cached answers somebody wants invalidated. */
  public sealed interface Selection {

    /** All of them. */
    record All() implements Selection {}

    /** Those of the version that the change names. */
    record OfVersion() implements Selection {}

    /** Those of a segment. */
    record OfSegment(String segment) implements Selection {}

    /** That to one input, by the key that the cache knows it by. */
    record OfKey(String key) implements Selection {}
  }

  /** The kinds of change. */
  public enum Change {
    /** A version went into service. */
    DEPLOYED,
    /** A version answers differently from now on: weights, prompt or settings changed. */
    PARAMETERS,
    /** A version went out of service. */
    RETIRED,
    /** Nothing changed, but somebody wants cached answers invalidated. */
    INVALIDATE
  }
}
