package io.atalaya.cache.invalidation;

import io.atalaya.cache.invalidation.Decision.DryRun;
import io.atalaya.cache.invalidation.Decision.NotConcerned;
import io.atalaya.cache.invalidation.Decision.Sent;
import io.atalaya.cache.invalidation.Decision.Suppressed;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.codec.ContentHash;
import io.atalaya.event.Lifecycle;
import io.atalaya.signal.Signal;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The policy by which signals and changes of one model invalidate its cached predictions.
 *
 * <ul>
 *   <li><i>Reasons</i> are the checks, and {@code lifecycle}, that the settings name. A signal is
 *       one when it begins an episode; a change of its severity and its end are none.
 *   <li><i>Cooldown</i>, in event time: a signal is suppressed while less than that has passed
 *       since the last invalidation of the model, whatever its reason. A change of the model is a
 *       fact and no suspicion: the cached predictions are another model's. It is never suppressed.
 *   <li><i>Epoch</i>: one more with each invalidation sent.
 *   <li><i>Dry run</i>: a rehearsal announces the epoch that would follow and does not raise it.
 *       Rehearsals are suppressed after rehearsals as invalidations are after invalidations, so
 *       that they are as many; neither is suppressed after the other.
 *   <li><i>Repeats</i>: a reason that is among the last {@value #REMEMBERED} decided is not decided
 *       again.
 * </ul>
 *
 * <p>All cached predictions of the model go, whichever of its versions gave the reason: a version
 * that enters or leaves service changes which answers are right, and caches know the model's epoch
 * alone. Whoever takes the model over restores the state and goes on.
 *
 * <p>One writer at a time. A decision takes constant time; memory is about 4 kB a model.
 */
public final class InvalidationPolicy {

  private static final int REMEMBERED = 64;

  /** When the last invalidation, or rehearsal of one, was decided. */
  private record Last(long timeMillis, boolean dryRun) {}

  private final String model;
  private final InvalidationSettings settings;
  private final SequencedSet<String> decided = new LinkedHashSet<>();
  private long epoch;
  private @Nullable Last last;

  /** A policy for a model whose predictions were never invalidated. */
  public InvalidationPolicy(String model, InvalidationSettings settings) {
    this.model = model;
    this.settings = settings;
  }

  /** The epoch in force: 0 before the first invalidation. */
  public long epoch() {
    return epoch;
  }

  /** Learns an epoch from elsewhere, so that the next one is above it; a lower one is ignored. */
  public void raiseTo(long known) {
    epoch = Math.max(epoch, known);
  }

  /** Decides on a signal, at its T. */
  public Decision decide(Signal signal) {
    requireModel(signal.model());
    if (!signal.begins() || !settings.on().contains(signal.check()) || !remember(signal.id())) {
      return new NotConcerned();
    }
    Last before = lastOfItsKind();
    if (before != null) {
      long until = before.timeMillis + settings.cooldown().toMillis();
      if (signal.timeMillis() < until) {
        return new Suppressed(signal.check(), until);
      }
    }
    return invalidate(signal.key().version(), signal.check(), signal.id(), signal.timeMillis());
  }

  /** Decides on a change of the model, at its event time. */
  public Decision decide(Lifecycle change) {
    requireModel(change.model());
    if (!settings.on().contains(InvalidationSettings.LIFECYCLE) || !remember(identity(change))) {
      return new NotConcerned();
    }
    return invalidate(change.version(), InvalidationSettings.LIFECYCLE, null, change.timeMillis());
  }

  private Decision invalidate(String version, String reason, @Nullable String signal, long t) {
    Last before = lastOfItsKind();
    long latest = before == null ? t : Math.max(before.timeMillis, t);
    last = new Last(latest, settings.dryRun());
    Invalidation invalidation =
        new Invalidation(
            model,
            epoch + 1,
            version,
            Invalidation.Scope.MODEL,
            reason,
            signal,
            t,
            settings.dryRun());
    if (settings.dryRun()) {
      return new DryRun(invalidation);
    }
    epoch++;
    return new Sent(invalidation);
  }

  /** The last invalidation, or in a dry run the last rehearsal. */
  private @Nullable Last lastOfItsKind() {
    return last != null && last.dryRun == settings.dryRun() ? last : null;
  }

  private boolean remember(String cause) {
    boolean isNew = decided.add(cause);
    if (decided.size() > REMEMBERED) {
      decided.removeFirst();
    }
    return isNew;
  }

  private static String identity(Lifecycle change) {
    return ContentHash.of(
        new ByteWriter()
            .writeString(change.version())
            .writeString(change.change().name())
            .writeLong(change.timeMillis()));
  }

  private void requireModel(String name) {
    if (!name.equals(model)) {
      throw new IllegalArgumentException("model: " + name + " is not this policy's, " + model);
    }
  }

  /** Writes the state; model and settings are known to whoever reads it. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(epoch);
    Last current = last;
    out.writeByte(current == null ? 0 : 1);
    if (current != null) {
      out.writeSigned(current.timeMillis).writeByte(current.dryRun ? 1 : 0);
    }
    out.writeUnsigned(decided.size());
    decided.forEach(out::writeString);
  }

  /**
   * Reads what {@link #writeTo} wrote, perhaps under other settings.
   *
   * @throws IllegalArgumentException if the bytes make no sense
   */
  public static InvalidationPolicy readFrom(
      ByteReader in, String model, InvalidationSettings settings) {
    InvalidationPolicy policy = new InvalidationPolicy(model, settings);
    policy.epoch = in.readUnsigned();
    if (in.readByte() == 1) {
      policy.last = new Last(in.readSigned(), in.readByte() == 1);
    }
    int count = in.readCount();
    for (int i = 0; i < count; i++) {
      policy.decided.add(in.readString());
    }
    return policy;
  }
}
