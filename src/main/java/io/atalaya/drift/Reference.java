package io.atalaya.drift;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * A profile that is known of one version of a model, and when it is to be compared with.
 *
 * <p>A learned one serves from the end of its learning on where nothing else is in force. One that
 * was <em>promoted</em>, as every one that somebody put is, stands before those until it is
 * withdrawn or another is promoted later. Immutable.
 *
 * @param profile what later values are compared with
 * @param origin where its values come from
 * @param promotedMillis the start of the first pane that is compared with it because somebody said
 *     so, in milliseconds since the epoch; empty for one that was only learned
 * @param withdrawnMillis the start of the first pane that is not any more; empty until it is
 *     withdrawn
 */
public record Reference(
    Profile profile, Origin origin, OptionalLong promotedMillis, OptionalLong withdrawnMillis) {

  /** Where a reference's values come from. */
  public enum Origin {
    /** A configured file. */
    FILE("file"),
    /** The version's own first predictions. */
    LEARNED("learned"),
    /** Somebody put it through the API. */
    PUT("rest"),
    /** The predictions of a time range. */
    RANGE("range");

    private final String label;

    Origin(String label) {
      this.label = label;
    }

    /** Its name on the log and in the API. */
    public String label() {
      return label;
    }

    /** The origin of a name, or IllegalArgumentException. */
    public static Origin ofLabel(String label) {
      return Arrays.stream(values())
          .filter(origin -> origin.label.equals(label))
          .findFirst()
          .orElseThrow(
              () -> new IllegalArgumentException("no reference has the source '" + label + "'"));
    }
  }

  public Reference {
    if (withdrawnMillis.isPresent()
        && withdrawnMillis.getAsLong() < promotedMillis.orElse(Long.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "withdrawnMillis: %d is before %s (promotedMillis): give that or more"
              .formatted(withdrawnMillis.getAsLong(), promotedMillis));
    }
  }

  /** A learned reference; its profile says from when on it serves. */
  public static Reference learned(ReferenceProfile profile) {
    return new Reference(profile, Origin.LEARNED, OptionalLong.empty(), OptionalLong.empty());
  }

  /** The reference that is configured for a model. */
  public static Reference configured(Profile profile) {
    return new Reference(profile, Origin.FILE, OptionalLong.empty(), OptionalLong.empty());
  }

  /** A profile that is in force from {@code millis} on, because somebody said so. */
  public static Reference promoted(Profile profile, Origin origin, long millis) {
    return new Reference(profile, origin, OptionalLong.of(millis), OptionalLong.empty());
  }

  /** The same, in force from {@code millis} on. */
  public Reference promoted(long millis) {
    return promoted(profile, origin, millis);
  }

  /** The same, in force up to {@code millis} only. */
  public Reference withdrawn(long millis) {
    return new Reference(profile, origin, promotedMillis, OptionalLong.of(millis));
  }

  public String id() {
    return profile.id();
  }

  /** From when on it was in force last, or serves. */
  public long sinceMillis() {
    return promotedMillis.orElse(profile.effectiveMillis());
  }

  /** Whether it stands before what was learned or configured, at {@code millis}. */
  boolean isPromotedAt(long millis) {
    return promotedMillis.isPresent()
        && promotedMillis.getAsLong() <= millis
        && millis < withdrawnMillis.orElse(Long.MAX_VALUE);
  }

  /** Whether it serves at {@code millis} where nothing else is in force. */
  boolean isLearnedAt(long millis) {
    return origin == Origin.LEARNED && profile.effectiveMillis() <= millis;
  }
}
