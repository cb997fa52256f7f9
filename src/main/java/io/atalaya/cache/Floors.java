package io.atalaya.cache;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which cached answers may still be given, by what was invalidated.
 *
 * <p>The invalidations of a model are numbered, one after the other, whatever they concern. Each
 * raises the <em>floor</em> of its target to its number; the floor of the whole model is the
 * model's <em>epoch</em>. An answer carries the greatest number that was known when the model was
 * asked, its stamp, and may be given while that is not below any floor that concerns it. Raising is
 * a maximum, so that repeats and any order give the same; what is raised never falls.
 *
 * <p>Besides the epoch a model has at most {@value #MOST_NARROW} floors. When there are more, the
 * least are given up for one that concerns every answer: more is refused than necessary, never
 * less.
 *
 * <p>Safe for use by several threads: what {@link #raise} has returned for, no later {@link
 * #admits} lets through. Cost: a few lookups.
 */
public final class Floors {

  private static final int MOST_NARROW = 10_000;

  private final Map<String, ModelFloors> models = new ConcurrentHashMap<>();

  /** The floors of one model; immutable, and replaced as a whole. */
  private record ModelFloors(long epoch, long stamp, long base, Map<Target, Long> narrow) {

    static final ModelFloors NONE = new ModelFloors(0, 0, 0, Map.of());

    ModelFloors raised(Target target, long number) {
      long known = Math.max(stamp, number);
      if (target instanceof Target.Model) {
        return new ModelFloors(Math.max(epoch, number), known, base, narrow);
      }
      Map<Target, Long> floors = new HashMap<>(narrow);
      floors.merge(target, number, Math::max);
      // Below the epoch none says anything any more.
      floors.values().removeIf(floor -> floor <= epoch);
      long least = base;
      while (floors.size() > MOST_NARROW) {
        least = Math.max(least, floors.values().stream().min(Long::compare).orElseThrow());
        long given = least;
        floors.values().removeIf(floor -> floor <= given);
      }
      return new ModelFloors(epoch, known, least, floors);
    }

    long of(Target target) {
      return narrow.isEmpty() ? 0 : narrow.getOrDefault(target, 0L);
    }

    boolean admits(InputHash input, CachedAnswer answer) {
      long stamp = answer.stamp();
      if (stamp < epoch || stamp < base) {
        return false;
      }
      if (narrow.isEmpty()) {
        return true;
      }
      String segment = answer.segment();
      return stamp >= of(new Target.Version(answer.version()))
          && stamp >= of(new Target.Key(input))
          && (segment == null || stamp >= of(new Target.Segment(segment)));
    }
  }

  /** The model's epoch: what its keys carry; 0 before the first invalidation. */
  public long epoch(String model) {
    return of(model).epoch;
  }

  /** The number of the last invalidation of anything of the model that was heard of. */
  public long stamp(String model) {
    return of(model).stamp;
  }

  /**
   * Raises the floor of a target; a higher one stays.
   *
   * @return whether it rose
   */
  public boolean raise(String model, Target target, long number) {
    boolean[] rose = new boolean[1];
    models.compute(
        model,
        (name, known) -> {
          ModelFloors floors = known == null ? ModelFloors.NONE : known;
          long before = target instanceof Target.Model ? floors.epoch : floors.of(target);
          rose[0] = number > before;
          return rose[0] ? floors.raised(target, number) : floors;
        });
    return rose[0];
  }

  /** Whether an answer to {@code input} may be given, as far as invalidations are known. */
  public boolean admits(String model, InputHash input, CachedAnswer answer) {
    return of(model).admits(input, answer);
  }

  private ModelFloors of(String model) {
    return models.getOrDefault(model, ModelFloors.NONE);
  }
}
