package io.atalaya.monitor;

import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.Profile;
import io.atalaya.drift.Reference;
import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.ReferenceHistory;
import io.atalaya.drift.ReferenceHistory.InForce;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.monitor.ReferenceLog.UnavailableException;
import io.atalaya.window.Panes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts, promotes and rolls back the references of model versions.
 *
 * <p>A change is for the first pane that starts {@link #NOTICE} from now or later, so that every
 * instance has heard of it before it counts. Two changes for the same pane are in force in the
 * order of the log. Of a version {@value #MOST} references are kept; the one in force longest ago
 * goes first. Safe for use by several threads; a change waits for the log.
 */
public final class ReferenceLifecycle {

  /** How long before it is in force a change is put on the log. */
  public static final Duration NOTICE = Duration.ofSeconds(5);

  /** The most references that are kept of a version. */
  public static final int MOST = 20;

  /** What became of a change. */
  public sealed interface Result {

    /** A new one is on the log. */
    record Added(Reference reference) implements Result {}

    /** One that was known is on the log as changed. */
    record Changed(Reference reference) implements Result {}

    /** Nothing needed to change: the reference is in force, or will be. */
    record Unchanged(Reference reference) implements Result {}

    /** The version has no such reference. */
    record Unknown(String detail) implements Result {}

    /** It cannot be done as things are; the detail says what to do. */
    record Refused(String detail) implements Result {}

    /** The log cannot be reached; the same request may succeed later. */
    record Unavailable(String detail) implements Result {}
  }

  private final MonitorSettings settings;
  private final References references;
  private final ReferenceLog log;
  private final InstantSource clock;

  public ReferenceLifecycle(
      MonitorSettings settings, References references, ReferenceLog log, InstantSource clock) {
    this.settings = settings;
    this.references = references;
    this.log = log;
    this.clock = clock;
  }

  /** The references of a version, in the order of the log; a configured one comes first. */
  public List<Reference> list(String model, String version) {
    ReferenceHistory history = references.of(model, version);
    Stream<Reference> configured = history.configured().map(Reference::configured).stream();
    Set<String> onLog =
        history.references().stream().map(Reference::id).collect(Collectors.toSet());
    return Stream.concat(
            configured.filter(known -> !onLog.contains(known.id())), history.references().stream())
        .toList();
  }

  /** One of {@link #list}. */
  public Optional<Reference> find(String model, String version, String id) {
    return list(model, version).stream().filter(known -> known.id().equals(id)).findFirst();
  }

  /** What a version is compared with now; null when with nothing. */
  public @Nullable InForce inForce(String model, String version) {
    return references.at(model, version, clock.millis());
  }

  /** Why a model's references cannot be changed; empty when they can. */
  public Optional<Result.Refused> refusal(String model) {
    return settings.of(model).drift() == null ? Optional.of(unjudged(model)) : Optional.empty();
  }

  /**
   * Puts a new reference in force; one of the same content that is known is promoted.
   *
   * @param reading makes it, for how the model's drift is judged
   */
  public Result put(
      String model, String version, Function<DriftSettings, Profile> reading, Origin origin) {
    DriftSettings drift = settings.of(model).drift();
    return drift == null ? unjudged(model) : put(model, version, reading.apply(drift), origin);
  }

  private synchronized Result put(String model, String version, Profile profile, Origin origin) {
    Reference known =
        find(model, version, profile.id())
            .orElseGet(() -> Reference.promoted(profile, origin, Long.MIN_VALUE));
    return promote(model, version, known);
  }

  /** Puts a known reference in force. */
  public synchronized Result promote(String model, String version, String id) {
    Optional<Reference> known = find(model, version, id);
    return known.isPresent()
        ? promote(model, version, known.get())
        : new Result.Unknown(
            "%s, version %s, has no reference %s: list them".formatted(model, version, id));
  }

  /**
   * Withdraws the reference that was put or promoted last: what was in force before it is again.
   */
  public synchronized Result rollBack(String model, String version) {
    long millis = nextMillis(model);
    Optional<Reference> last = references.of(model, version).promotedAt(millis);
    if (last.isEmpty()) {
      return new Result.Refused(
          "%s, version %s, has no reference that was put or promoted: there is nothing to roll back"
              .formatted(model, version));
    }
    return publish(model, version, last.get().withdrawn(millis));
  }

  private Result promote(String model, String version, Reference known) {
    Optional<Result.Refused> refusal = refusal(model);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    long millis = nextMillis(model);
    Optional<Reference> last = references.of(model, version).promotedAt(millis);
    if (last.isPresent() && last.get().id().equals(known.id())) {
      return new Result.Unchanged(last.get());
    }
    if (known.profile() instanceof SeasonalProfile seasonal && !isOnLog(model, version, known)) {
      try {
        log.publishSeasons(model, version, seasonal);
      } catch (UnavailableException unavailable) {
        return new Result.Unavailable(String.valueOf(unavailable.getMessage()));
      }
    }
    // Seasons may take longer than the notice.
    return publish(model, version, known.promoted(nextMillis(model)));
  }

  private static Result.Refused unjudged(String model) {
    return new Result.Refused(
        ("the drift of %s is not judged: give it a drift block in the configuration, for example"
                + " {window: 1h, reference: {auto: 10000, over: 24h}}")
            .formatted(model));
  }

  /** The start of the first pane that a change can be for. */
  private long nextMillis(String model) {
    long width = new ModelPlan(settings, settings.of(model)).driftWidthMillis();
    return Panes.ceiling(clock.millis() + NOTICE.toMillis(), Math.max(1, width));
  }

  private boolean isOnLog(String model, String version, Reference reference) {
    return references.of(model, version).references().stream()
        .anyMatch(known -> known.id().equals(reference.id()));
  }

  private Result publish(String model, String version, Reference changed) {
    // Before it is on the log: from there it may be heard at any moment.
    boolean known = isOnLog(model, version, changed);
    try {
      log.publish(new VersionReference(model, version, changed));
    } catch (UnavailableException unavailable) {
      return new Result.Unavailable(String.valueOf(unavailable.getMessage()));
    }
    // As will be heard from the log.
    references.put(model, version, changed);
    forget(model, version);
    return known ? new Result.Changed(changed) : new Result.Added(changed);
  }

  /** Takes what is too much from the log; what cannot be taken now is when the next one is put. */
  private void forget(String model, String version) {
    for (Reference reference : references.of(model, version).surplus(MOST, clock.millis())) {
      try {
        log.remove(new VersionReference(model, version, reference));
        references.remove(model, version, reference.id());
      } catch (UnavailableException later) {
        return;
      }
    }
  }
}
