package io.atalaya.cache.invalidation;

import io.atalaya.cache.InputHash;
import io.atalaya.cache.Target;
import io.atalaya.cache.invalidation.Decision.DryRun;
import io.atalaya.cache.invalidation.Decision.NotConcerned;
import io.atalaya.cache.invalidation.Decision.Sent;
import io.atalaya.cache.invalidation.Decision.Suppressed;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.codec.ContentHash;
import io.atalaya.event.Lifecycle;
import io.atalaya.signal.Signal;
import java.util.ArrayDeque;
import java.util.Deque;
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
 *       since the last invalidation of the model, whatever its reason but a request for a part. A
 *       change of the model is a fact and no suspicion: the cached predictions are another model's.
 *       It is never suppressed.
 *   <li><i>Requests</i> by hand are not suppressed either, but by their rate: of more than so many
 *       in a minute of event time, those that come after them are.
 *   <li><i>Number</i>: one more with each invalidation sent, whatever it concerns.
 *   <li><i>Dry run</i>: a rehearsal announces the number that would follow and does not use it up.
 *       Rehearsals are suppressed after rehearsals as invalidations are after invalidations, so
 *       that they are as many; neither is suppressed after the other.
 *   <li><i>Repeats</i>: a reason that is among the last {@value #REMEMBERED} decided is not decided
 *       again.
 * </ul>
 *
 * <p>A signal concerns the whole model, or its version alone where the settings say so. A version
 * that enters or leaves service changes which answers are right: that always concerns the whole
 * model. Whoever takes the model over restores the state and goes on.
 *
 * <p>One writer at a time. A decision takes constant time; memory is about 5 kB a model.
 */
public final class InvalidationPolicy {

  private static final int REMEMBERED = 64;
  private static final long MINUTE_MILLIS = 60_000;

  /** When the last invalidation, or rehearsal of one, was decided. */
  private record Last(long timeMillis, boolean dryRun) {}

  private final String model;
  private final InvalidationSettings settings;
  private final SequencedSet<String> decided = new LinkedHashSet<>();

  /** When the requests of the last minute were, ascending. */
  private final Deque<Long> requests = new ArrayDeque<>();

  private long number;
  private @Nullable Last last;

  /** A policy for a model whose predictions were never invalidated. */
  public InvalidationPolicy(String model, InvalidationSettings settings) {
    this.model = model;
    this.settings = settings;
  }

  /** The number of the last invalidation: 0 before the first. */
  public long number() {
    return number;
  }

  /** Learns a number from elsewhere, so that the next one is above it; a lower one is ignored. */
  public void raiseTo(long known) {
    number = Math.max(number, known);
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
    String version = signal.key().version();
    Target target =
        switch (settings.scope()) {
          case MODEL -> Target.WHOLE_MODEL;
          case VERSION -> new Target.Version(version);
        };
    return invalidate(target, version, signal.check(), signal.id(), signal.timeMillis());
  }

  /** Decides on a change of the model, at its event time. */
  public Decision decide(Lifecycle change) {
    requireModel(change.model());
    Lifecycle.Selection selection = change.selection();
    if (selection != null) {
      return remember(identity(change)) ? request(change, selection) : new NotConcerned();
    }
    if (!settings.on().contains(InvalidationSettings.LIFECYCLE) || !remember(identity(change))) {
      return new NotConcerned();
    }
    return invalidate(
        Target.WHOLE_MODEL,
        change.version(),
        InvalidationSettings.LIFECYCLE,
        null,
        change.timeMillis());
  }

  private Decision request(Lifecycle change, Lifecycle.Selection selection) {
    Long before = requests.peekLast();
    long t = before == null ? change.timeMillis() : Math.max(before, change.timeMillis());
    while (!requests.isEmpty() && requests.getFirst() <= t - MINUTE_MILLIS) {
      requests.removeFirst();
    }
    if (requests.size() >= settings.requestsPerMinute()) {
      return new Suppressed(InvalidationSettings.REQUEST, requests.getFirst() + MINUTE_MILLIS);
    }
    requests.addLast(t);
    Target target =
        switch (selection) {
          case Lifecycle.Selection.All() -> Target.WHOLE_MODEL;
          case Lifecycle.Selection.OfVersion() -> new Target.Version(change.version());
          case Lifecycle.Selection.OfSegment(String segment) -> new Target.Segment(segment);
          case Lifecycle.Selection.OfKey(String key) -> new Target.Key(InputHash.parse(key));
        };
    return invalidate(
        target, change.version(), InvalidationSettings.REQUEST, null, change.timeMillis());
  }

  private Decision invalidate(
      Target target, String version, String reason, @Nullable String signal, long t) {
    if (signal != null || target.equals(Target.WHOLE_MODEL)) {
      // What somebody asked for a part of the model is no reason to keep the rest for longer.
      Last before = lastOfItsKind();
      long latest = before == null ? t : Math.max(before.timeMillis, t);
      last = new Last(latest, settings.dryRun());
    }
    Invalidation invalidation =
        new Invalidation(model, number + 1, version, target, reason, signal, t, settings.dryRun());
    if (settings.dryRun()) {
      return new DryRun(invalidation);
    }
    number++;
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
            .writeLong(change.timeMillis())
            .writeString(String.valueOf(change.selection())));
  }

  private void requireModel(String name) {
    if (!name.equals(model)) {
      throw new IllegalArgumentException("model: " + name + " is not this policy's, " + model);
    }
  }

  /** Writes the state; model and settings are known to whoever reads it. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(number);
    Last current = last;
    out.writeByte(current == null ? 0 : 1);
    if (current != null) {
      out.writeSigned(current.timeMillis).writeByte(current.dryRun ? 1 : 0);
    }
    out.writeUnsigned(decided.size());
    decided.forEach(out::writeString);
    out.writeUnsigned(requests.size());
    requests.forEach(out::writeSigned);
  }

  /**
   * Reads what {@link #writeTo} wrote, perhaps under other settings.
   *
   * @throws IllegalArgumentException if the bytes make no sense
   */
  public static InvalidationPolicy readFrom(
      ByteReader in, String model, InvalidationSettings settings) {
    InvalidationPolicy policy = new InvalidationPolicy(model, settings);
    policy.number = in.readUnsigned();
    if (in.readByte() == 1) {
      policy.last = new Last(in.readSigned(), in.readByte() == 1);
    }
    int count = in.readCount();
    for (int i = 0; i < count; i++) {
      policy.decided.add(in.readString());
    }
    int requests = in.readCount();
    for (int i = 0; i < requests; i++) {
      policy.requests.addLast(in.readSigned());
    }
    return policy;
  }
}
