package io.atalaya.drift;

import io.atalaya.statistics.StableHash;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedCollection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a version is compared with by season: for each season with enough values a profile of its
 * own.
 *
 * <p>A season without one has a profile without features, so that there is nothing to compare.
 * Memory: of 168 seasons, at most 700 kB a feature. Immutable.
 *
 * @param id a hash of the content
 * @param seasons which seasons there are
 * @param members the profiles by season, at least one
 */
public record SeasonalProfile(
    String id, Seasons seasons, SortedMap<Integer, ReferenceProfile> members) implements Profile {

  /** The most knots of a feature in a season: all seasons together have many. */
  public static final int MOST_KNOTS = 256;

  /** The least number of values of a feature in a season that are compared with. */
  public static final int LEAST_VALUES = 30;

  private static final ReferenceProfile NOTHING =
      ReferenceProfile.of(Long.MIN_VALUE, Collections.emptySortedMap());

  public SeasonalProfile {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    if (members.isEmpty()
        || members.firstKey() < 0
        || members.lastKey() >= seasons.cycle().seasons()) {
      throw new IllegalArgumentException(
          "members: %s are no seasons of %s: give one at least, from 0 to %d"
              .formatted(members.keySet(), seasons.cycle().label(), seasons.cycle().seasons() - 1));
    }
  }

  /** A profile of the given ones; the id follows from them. */
  public static SeasonalProfile of(Seasons seasons, SortedMap<Integer, ReferenceProfile> members) {
    StringBuilder identity = new StringBuilder();
    identity.append(seasons.cycle().label()).append('\n').append(seasons.zone()).append('\n');
    members.forEach((season, member) -> identity.append("%d %s\n".formatted(season, member.id())));
    String id = HexFormat.of().toHexDigits(StableHash.of(identity.toString()));
    return new SeasonalProfile(id, seasons, members);
  }

  /** The same, or an IllegalArgumentException that says what to do where there are no members. */
  public static SeasonalProfile ofEnough(
      Seasons seasons, SortedMap<Integer, ReferenceProfile> members) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException(
          "season: no %s has %d values of a feature: give a longer time, or no season"
              .formatted(seasons.cycle().label(), LEAST_VALUES));
    }
    return of(seasons, members);
  }

  /** It holds from the beginning of time: what is learned has no seasons. */
  @Override
  public long effectiveMillis() {
    return Long.MIN_VALUE;
  }

  @Override
  public SequencedCollection<String> names() {
    SortedSet<String> names = new TreeSet<>();
    members.values().forEach(member -> names.addAll(member.features().keySet()));
    return names;
  }

  /** The profile of a season, by the season's name; empty where there is none. */
  public Optional<ReferenceProfile> named(String name) {
    OptionalInt season = seasons.named(name);
    return season.isPresent()
        ? Optional.ofNullable(members.get(season.getAsInt()))
        : Optional.empty();
  }

  @Override
  public ReferenceProfile at(long millis) {
    return members.getOrDefault(seasons.at(millis), NOTHING);
  }
}
