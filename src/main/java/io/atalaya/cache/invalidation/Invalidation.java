package io.atalaya.cache.invalidation;

import io.atalaya.cache.InputHash;
import io.atalaya.cache.Target;
import io.atalaya.codec.ByteWriter;
import io.atalaya.codec.CompositeKey;
import io.atalaya.codec.ContentHash;
import org.jspecify.annotations.Nullable;

/**
 * A statement that cached predictions of a model are no longer to be used.
 *
 * <p>The invalidations of a model are numbered in the order in which they were decided, whatever
 * they concern: see {@link io.atalaya.cache.Floors}.
 *
 * @param model the model's name
 * @param epoch its number, at least 1: what it concerns may be used when it was predicted with this
 *     number known; of a rehearsal, the number that it would have been
 * @param version the version that gave the reason
 * @param target what is invalidated
 * @param reason the name of the check that fired, {@code lifecycle} or {@code request}
 * @param signal the identifier of the signal that fired; null for a change of the model
 * @param timeMillis when the reason arose, in milliseconds since the epoch
 * @param dryRun whether this only says what would have been invalidated
 */
public record Invalidation(
    String model,
    long epoch,
    String version,
    Target target,
    String reason,
    @Nullable String signal,
    long timeMillis,
    boolean dryRun) {

  public Invalidation {
    if (epoch < 1) {
      throw new IllegalArgumentException(
          "epoch: " + epoch + " is below 1, the first that an invalidation can raise to");
    }
  }

  /**
   * The record key on the topic: model, scope, and for a scope narrower than the model its target.
   * The topic so keeps the last number of each. A rehearsal has a key of its own: it must not take
   * the place of what was really sent.
   */
  public String key() {
    String scope = dryRun ? "dry-run" : scope();
    return switch (target) {
      case Target.Model() -> CompositeKey.of(model, scope);
      case Target.Version(String name) -> CompositeKey.of(model, scope, name);
      case Target.Segment(String name) -> CompositeKey.of(model, scope, name);
      case Target.Key(InputHash input) -> CompositeKey.of(model, scope, input.text());
    };
  }

  /** How much is invalidated: {@code model}, {@code version}, {@code segment} or {@code key}. */
  public String scope() {
    return switch (target) {
      case Target.Model() -> "model";
      case Target.Version ignored -> "version";
      case Target.Segment ignored -> "segment";
      case Target.Key ignored -> "key";
    };
  }

  /** The invalidation's identifier: a hash of all that it says. */
  public String id() {
    return ContentHash.of(
        new ByteWriter()
            .writeString(model)
            .writeLong(epoch)
            .writeString(version)
            .writeString(key())
            .writeString(reason)
            .writeString(signal == null ? "" : signal)
            .writeLong(timeMillis)
            .writeByte(dryRun ? 1 : 0));
  }
}
