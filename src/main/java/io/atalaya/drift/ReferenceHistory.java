package io.atalaya.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The references known of one version, and which of them is in force when; and when what is learned
 * is learned anew: the version was deployed, or nothing came of learning before.
 *
 * <p>Definition: in force at a time is, of those promoted by then and not withdrawn, the one
 * promoted last; of two promoted for the same moment, the one that is later on the log. Where there
 * is none, it is the configured one; where none is configured, the one learned last, from the end
 * of its learning on. So it is a function of log and configuration, whenever the references were
 * heard of, if only before the time in question.
 *
 * <p>Cost: a lookup is a search among the changes so far. Immutable.
 */
public final class ReferenceHistory {

  /** The history of a version of which nothing is known. */
  public static final ReferenceHistory EMPTY =
      new ReferenceHistory(null, List.of(), new TreeSet<>(), new TreeSet<>());

  /** The most deployments, and restarts, that are remembered; the oldest are forgotten. */
  private static final int MAX_STARTS = 20;

  /**
   * What is in force for a while.
   *
   * @param whole what was put, configured or learned
   * @param profile what of it is compared with: all of it, or that of the season
   * @param sinceMillis the start of the first pane that is
   * @param untilMillis the end of the season; MAX_VALUE where there are no seasons
   * @param learned whether it serves because it was learned, so that nobody could know of it before
   *     everything that it was learned from was read
   */
  public record InForce(
      Profile whole,
      ReferenceProfile profile,
      long sinceMillis,
      long untilMillis,
      boolean learned) {

    /** The id of the whole. */
    public String id() {
      return whole.id();
    }

    /** The name of the season; empty where there are none. */
    public String season() {
      return switch (whole) {
        case ReferenceProfile _ -> "";
        case SeasonalProfile seasonal ->
            seasonal.seasons().name(seasonal.seasons().at(sinceMillis));
      };
    }
  }

  /** A change: what is in force from then on, without a look at seasons. */
  private record Change(Profile whole, long sinceMillis, boolean learned) {

    boolean continues(@Nullable Change before) {
      return before != null && before.whole.id().equals(whole.id());
    }

    InForce at(long millis) {
      return switch (whole) {
        case ReferenceProfile always ->
            new InForce(always, always, sinceMillis, Long.MAX_VALUE, learned);
        case SeasonalProfile seasonal ->
            new InForce(
                seasonal,
                seasonal.at(millis),
                Math.max(sinceMillis, Seasons.startMillis(millis)),
                Seasons.endMillis(millis),
                learned);
      };
    }
  }

  private final @Nullable Profile configured;

  /** In the order of the log. */
  private final List<Reference> references;

  /** When the version was deployed, in milliseconds since the epoch. */
  private final NavigableSet<Long> deployments;

  /** When learning began again, since nothing had come of it, likewise. */
  private final NavigableSet<Long> restarts;

  /** From when on the one serves that was learned last; MIN_VALUE without one. */
  private final long learnedMillis;

  /** What is in force from when on. */
  private final NavigableMap<Long, Optional<Change>> changes = new TreeMap<>();

  private ReferenceHistory(
      @Nullable Profile configured,
      List<Reference> references,
      NavigableSet<Long> deployments,
      NavigableSet<Long> restarts) {
    this.deployments = deployments;
    this.restarts = restarts;
    this.configured = configured;
    this.references = List.copyOf(references);
    learnedMillis =
        references.stream()
            .filter(known -> known.origin() == Reference.Origin.LEARNED)
            .mapToLong(known -> known.profile().effectiveMillis())
            .max()
            .orElse(Long.MIN_VALUE);
    TreeSet<Long> times = new TreeSet<>(List.of(Long.MIN_VALUE));
    for (Reference reference : references) {
      times.add(reference.profile().effectiveMillis()); // of learned ones
      reference.promotedMillis().ifPresent(times::add);
      reference.withdrawnMillis().ifPresent(times::add);
    }
    Change before = null;
    for (long time : times) {
      Change next = find(time);
      if (next == null || !next.continues(before)) {
        changes.put(time, Optional.ofNullable(next));
        before = next;
      }
    }
  }

  /** The history of a version whose model has a configured reference. */
  public static ReferenceHistory configured(Profile profile) {
    return new ReferenceHistory(profile, List.of(), new TreeSet<>(), new TreeSet<>());
  }

  /** This and {@code reference}, the last on the log, which replaces one of the same id. */
  public ReferenceHistory with(Reference reference) {
    List<Reference> more = new ArrayList<>(without(reference.id()).references);
    more.add(reference);
    return new ReferenceHistory(configured, more, deployments, restarts);
  }

  /** This without the reference {@code id}. */
  public ReferenceHistory without(String id) {
    return new ReferenceHistory(
        configured,
        references.stream().filter(known -> !known.id().equals(id)).toList(),
        deployments,
        restarts);
  }

  /** The references, in the order of the log; a configured one is not among them. */
  public List<Reference> references() {
    return references;
  }

  /** The configured reference of the model. */
  public Optional<Profile> configured() {
    return Optional.ofNullable(configured);
  }

  /** This, the version having been deployed at {@code millis}. */
  public ReferenceHistory deployed(long millis) {
    return new ReferenceHistory(configured, references, with(deployments, millis), restarts);
  }

  /** This, learning having begun again at {@code millis}, since nothing had come of it. */
  public ReferenceHistory restarted(long millis) {
    return new ReferenceHistory(configured, references, deployments, with(restarts, millis));
  }

  private static NavigableSet<Long> with(NavigableSet<Long> starts, long millis) {
    NavigableSet<Long> more = new TreeSet<>(starts);
    more.add(millis);
    while (more.size() > MAX_STARTS) {
      more.removeFirst();
    }
    return more;
  }

  /** The last deployment at or before {@code millis}. */
  public OptionalLong deployedBy(long millis) {
    return floor(deployments, millis);
  }

  /** The last time at or before {@code millis} at which learning began again. */
  public OptionalLong restartedBy(long millis) {
    return floor(restarts, millis);
  }

  private static OptionalLong floor(NavigableSet<Long> starts, long millis) {
    Long last = starts.floor(millis);
    return last == null ? OptionalLong.empty() : OptionalLong.of(last);
  }

  /** Whether one was learned that serves from {@code millis} or later. */
  public boolean isLearnedFor(long millis) {
    return learnedMillis >= millis;
  }

  /** What a pane that starts at {@code millis} is compared with; null when with nothing. */
  public @Nullable InForce at(long millis) {
    return changes.floorEntry(millis).getValue().map(change -> change.at(millis)).orElse(null);
  }

  /** Whether a pane that starts at {@code millis} is compared with something. */
  public boolean isInForce(long millis) {
    return changes.floorEntry(millis).getValue().isPresent();
  }

  /** Of those that were put or promoted, the one in force at {@code millis}. */
  public Optional<Reference> promotedAt(long millis) {
    return last(known -> known.isPromotedAt(millis), known -> known.promotedMillis().orElseThrow());
  }

  /**
   * Whether a reference is in force at {@code millis}, will be, or serves where nothing else is.
   */
  private boolean isNeeded(Reference reference, long millis) {
    return changes.tailMap(changes.floorKey(millis), true).values().stream()
            .flatMap(Optional::stream)
            .anyMatch(change -> change.whole.id().equals(reference.id()))
        || learnedAt(Long.MAX_VALUE).map(reference::equals).orElse(false);
  }

  /**
   * What is too much when {@code most} references are to be kept: of those that are not needed at
   * {@code millis} or later, the ones in force longest ago.
   */
  public List<Reference> surplus(int most, long millis) {
    return references.stream()
        .filter(known -> !isNeeded(known, millis))
        .sorted(Comparator.comparingLong(Reference::sinceMillis))
        .limit(Math.max(0, references.size() - most))
        .toList();
  }

  private @Nullable Change find(long millis) {
    Optional<Reference> promoted = promotedAt(millis);
    if (promoted.isPresent()) {
      return new Change(promoted.get().profile(), millis, false);
    }
    if (configured != null) {
      return new Change(configured, millis, false);
    }
    return learnedAt(millis).map(known -> new Change(known.profile(), millis, true)).orElse(null);
  }

  private Optional<Reference> learnedAt(long millis) {
    return last(known -> known.isLearnedAt(millis), known -> known.profile().effectiveMillis());
  }

  /** Of those that are meant, the one with the latest time, and of several the last on the log. */
  private Optional<Reference> last(Predicate<Reference> meant, ToLongFunction<Reference> time) {
    return references.stream()
        .filter(meant)
        .reduce((one, next) -> time.applyAsLong(one) > time.applyAsLong(next) ? one : next);
  }
}
