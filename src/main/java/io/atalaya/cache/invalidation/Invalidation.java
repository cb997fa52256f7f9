package io.atalaya.cache.invalidation;

import io.atalaya.codec.ByteWriter;
import io.atalaya.codec.CompositeKey;
import io.atalaya.codec.ContentHash;
import org.jspecify.annotations.Nullable;

/**
 * A statement that cached predictions of a model are no longer to be used.
 *
 * <p>All of the model's are meant: caches know a model's epoch, not that of a version or a segment.
 * The contract's narrower scopes are for later.
 *
 * @param model the model's name
 * @param epoch the epoch of the predictions that may be used from now on; of a rehearsal, the epoch
 *     that it would have been
 * @param version the version that gave the reason; what is invalidated is the whole model
 * @param scope how much is invalidated
 * @param reason the name of the check that fired, or {@code lifecycle}
 * @param signal the identifier of the signal that fired; null for a change of the model
 * @param timeMillis when the reason arose, in milliseconds since the epoch
 * @param dryRun whether this only says what would have been invalidated
 */
public record Invalidation(
    String model,
    long epoch,
    String version,
    Scope scope,
    String reason,
    @Nullable String signal,
    long timeMillis,
    boolean dryRun) {

  /** How much is invalidated. */
  public enum Scope {
    MODEL
  }

  public Invalidation {
    if (epoch < 1) {
      throw new IllegalArgumentException(
          "epoch: " + epoch + " is below 1, the first that an invalidation can raise to");
    }
  }

  /**
   * The record key on the topic: model, scope, and for a scope narrower than the model its target.
   * The topic so keeps the model's last epoch.
   */
  public String key() {
    return switch (scope) {
      case MODEL -> CompositeKey.of(model, "model");
    };
  }

  /** The invalidation's identifier: a hash of all that it says. */
  public String id() {
    return ContentHash.of(
        new ByteWriter()
            .writeString(model)
            .writeLong(epoch)
            .writeString(version)
            .writeString(scope.name())
            .writeString(reason)
            .writeString(signal == null ? "" : signal)
            .writeLong(timeMillis)
            .writeByte(dryRun ? 1 : 0));
  }
}
