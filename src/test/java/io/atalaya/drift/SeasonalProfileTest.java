package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.ReferenceHistory.InForce;
import io.atalaya.drift.Seasons.Cycle;
import io.atalaya.statistics.ReferenceSample;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SeasonalProfileTest {

  private static final Seasons HOURS = new Seasons(Cycle.HOUR_OF_DAY, ZoneOffset.UTC);
  private static final long HOUR = Seasons.MILLIS;
  private static final ReferenceProfile NIGHT = profile("x", 1);
  private static final ReferenceProfile DAY = profile("y", 2);
  private static final SeasonalProfile BOTH =
      SeasonalProfile.of(HOURS, new TreeMap<>(Map.of(0, NIGHT, 1, DAY)));

  @Test
  void aPaneIsComparedWithTheProfileOfItsSeason() {
    assertEquals(NIGHT, BOTH.at(0));
    assertEquals(NIGHT, BOTH.at(HOUR - 1));
    assertEquals(DAY, BOTH.at(HOUR));
    assertEquals(DAY, BOTH.at(25 * HOUR));
    assertEquals(Map.of(), BOTH.at(2 * HOUR).features());
    assertEquals(List.of("x", "y"), List.copyOf(BOTH.names()));
    assertEquals(Optional.of(DAY), BOTH.named("01"));
    assertEquals(Optional.empty(), BOTH.named("02"));
    assertEquals(Optional.empty(), BOTH.named("24"));
  }

  @Test
  void theIdNamesSeasonsAndContents() {
    SeasonalProfile exchanged = SeasonalProfile.of(HOURS, new TreeMap<>(Map.of(1, NIGHT, 0, DAY)));
    assertNotEquals(BOTH.id(), exchanged.id());
    Seasons elsewhere = new Seasons(Cycle.HOUR_OF_DAY, ZoneOffset.ofHours(1));
    assertNotEquals(BOTH.id(), SeasonalProfile.of(elsewhere, BOTH.members()).id());
    assertEquals(BOTH.id(), SeasonalProfile.of(HOURS, BOTH.members()).id());
  }

  @Test
  void membersAreOfTheSeasons() {
    for (Map<Integer, ReferenceProfile> members :
        List.of(Map.<Integer, ReferenceProfile>of(), Map.of(24, DAY), Map.of(-1, DAY))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> SeasonalProfile.of(HOURS, new TreeMap<>(members)),
          members.toString());
    }
  }

  @Test
  void inForceIsTheProfileOfTheSeasonForAsLongAsThatLasts() {
    ReferenceHistory history =
        ReferenceHistory.EMPTY.with(Reference.promoted(BOTH, Origin.PUT, HOUR / 2));
    InForce first = history.at(HOUR - 1);
    assertEquals(new InForce(BOTH, NIGHT, HOUR / 2, HOUR, false), first);
    InForce next = history.at(25 * HOUR + 5);
    assertEquals(new InForce(BOTH, DAY, 25 * HOUR, 26 * HOUR, false), next);
    assertNotNull(next);
    assertEquals("01", next.season());
    assertEquals(BOTH.id(), next.id());
    assertEquals(
        new InForce(NIGHT, NIGHT, Long.MIN_VALUE, Long.MAX_VALUE, false),
        ReferenceHistory.configured(NIGHT).at(HOUR));
  }

  @Test
  void promotedAgainItIsInForceWithoutABreak() {
    Reference put = Reference.promoted(BOTH, Origin.PUT, 0);
    ReferenceHistory history = ReferenceHistory.EMPTY.with(put).with(put.withdrawn(10 * HOUR));
    assertNotNull(history.at(10 * HOUR - 1));
    assertEquals(null, history.at(10 * HOUR));
  }

  private static ReferenceProfile profile(String feature, double value) {
    return ReferenceProfile.of(
        Long.MIN_VALUE,
        Map.of(feature, FeatureReference.of(ReferenceSample.of(new double[] {value}))));
  }
}
