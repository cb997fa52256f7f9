package io.atalaya.adapter.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.drift.ReferenceTable;
import io.atalaya.drift.RowSeasons;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.drift.Seasons;
import io.atalaya.drift.SignificanceLevel;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.ReferenceSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeasonalFilesTest {

  private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");

  @TempDir private Path directory = Path.of("");

  @Test
  void rowsAreDividedByTheirTimes() throws IOException {
    ReferenceTable table =
        read(
            """
            x,at,name
            1,2026-11-27T03:10:00Z,a
            2,2026-11-27 03:20,b
            3,2026-11-27T05:30:00+01:00,a
            4,1795780800000,
            """,
            "hour-of-day",
            "UTC");
    assertEquals(Set.of("x", "name"), table.names());
    // 1795780800000 is 2026-11-27T12:00:00Z.
    assertEquals(Set.of(3, 4, 12), table.parts().keySet());
    assertEquals(ReferenceSample.of(new double[] {1, 2}), of(table, 3, "x").values());
    assertEquals(2, ((CategorySample) of(table, 3, "name").values()).size());
    assertEquals(ReferenceSample.of(new double[] {3}), of(table, 4, "x").values());
    assertEquals(Set.of("x"), part(table, 12).keySet());
  }

  @Test
  void linesMayHaveTheirTimeAnywhere() throws IOException {
    String lines =
        """
        {"x": 1, "at": "2026-10-25T00:30:00Z"}
        {"at": "2026-10-25T01:30:00", "x": 2}
        {"at": 1792891200000, "x": null, "y": true}
        """;
    ReferenceTable table = read(lines, "hour-of-week", "Europe/Madrid");
    // The clocks go back: all are two o'clock on Sunday.
    int season = 6 * 24 + 2;
    assertEquals(Set.of(season), table.parts().keySet());
    assertEquals(
        new FeatureReference(ReferenceSample.of(new double[] {1, 2}), 3, 1, 0),
        of(table, season, "x"));
  }

  @Test
  void aColumnOfNamesInOneHourIsOneInAll() throws IOException {
    ReferenceTable table =
        read("at,x\n2026-11-27T03:10Z,1\n2026-11-27T04:10Z,none\n", "hour-of-day", "UTC");
    assertEquals(1, ((CategorySample) of(table, 3, "x").values()).size());
    assertEquals(Set.of("x"), table.texts().keySet());
  }

  @Test
  void aRowWithoutATimeIsTold() {
    for (String cell : List.of("", "yesterday", "1795752000", "2026-13-01T00:00")) {
      IllegalArgumentException none =
          assertThrows(
              IllegalArgumentException.class,
              () -> read("x,at\n1,2026-11-27T03:10Z\n2," + cell + "\n", "hour-of-day", "UTC"));
      assertTrue(String.valueOf(none.getMessage()).contains(" line 3 has '"), none::getMessage);
    }
    IllegalArgumentException column =
        assertThrows(
            IllegalArgumentException.class, () -> read("x,time\n1,2\n", "hour-of-day", "UTC"));
    assertTrue(String.valueOf(column.getMessage()).contains("in at, which is no time"));
  }

  /** Eight weeks, each higher than the last; each hour has 60 values, and one hour three. */
  @Test
  void seasonsWithEnoughValuesMakeTheProfile() throws IOException {
    SeasonalProfile profile = profile(weeks(8, 100_000));
    assertEquals(167, profile.members().size());
    ReferenceProfile night = Objects.requireNonNull(profile.members().get(0));
    ReferenceSample values = (ReferenceSample) night.reference("x").values();
    assertEquals(8 * 60, values.size());
    assertEquals(SeasonalProfile.MOST_KNOTS, values.knots());
    assertTrue(night.variation().containsKey("x"));
  }

  @Test
  void ofALongFileTheCountsAreThoseOfAllValues() throws IOException {
    ReferenceSample all = (ReferenceSample) of(weeks(8, 100_000), 5, "x").values();
    ReferenceSample some = (ReferenceSample) of(weeks(8, 200), 5, "x").values();
    assertEquals(all.size(), some.size());
    assertEquals(all.mean(), some.mean(), 1e-12);
    assertTrue(some.largestGapMass() < 0.06, () -> "" + some.largestGapMass());
  }

  @Test
  void ofASingleWeekEachSeasonIsOneHour() throws IOException {
    assertEquals(167, profile(weeks(1, 100_000)).members().size());
  }

  @Test
  void fewerThanSixHoursSayNothingOfTheVariation() throws IOException {
    profile(weeks(5, 100_000))
        .members()
        .values()
        .forEach(member -> assertTrue(member.variation().isEmpty()));
  }

  @Test
  void aWindowLongerThanASeasonIsRefused() throws IOException {
    ReferenceTable table = weeks(5, 100_000);
    assertThrows(IllegalArgumentException.class, () -> table.profile(settings("2h")));
  }

  @Test
  void withoutASeasonOfEnoughValuesThereIsNoReference() throws IOException {
    ReferenceTable table = read("at,x\n2026-11-27T03:10Z,1\n", "hour-of-day", "UTC");
    IllegalArgumentException none =
        assertThrows(IllegalArgumentException.class, () -> table.profile(settings("1h")));
    assertEquals(
        "season: no hour-of-day has 30 values of a feature: give a longer time, or no season",
        none.getMessage());
  }

  private ReferenceTable weeks(int weeks, int mostRows) throws IOException {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("at,x\n");
    for (int hour = 0; hour < weeks * 168; hour++) {
      int values = hour % 168 == 100 ? 3 : 60;
      for (int i = 0; i < values; i++) {
        Instant time = MONDAY.plusSeconds(3_600L * hour + 60L * i);
        text.append(time)
            .append(',')
            .append(hour % 24 + hour / 168 + random.nextGaussian())
            .append('\n');
      }
    }
    Path file = Files.writeString(directory.resolve("weeks.csv"), text);
    return new ReferenceFiles(mostRows).read(file, seasons("hour-of-week", "UTC"));
  }

  private ReferenceTable read(String text, String cycle, String zone) throws IOException {
    Path file = Files.writeString(directory.resolve("reference"), text);
    return new ReferenceFiles().read(file, seasons(cycle, zone));
  }

  private static Optional<RowSeasons> seasons(String cycle, String zone) {
    return Optional.of(new RowSeasons(Seasons.of(cycle, zone), "at"));
  }

  private static SortedMap<String, ReferenceTable.Feature> part(ReferenceTable table, int season) {
    return Objects.requireNonNull(table.parts().get(season));
  }

  private static FeatureReference of(ReferenceTable table, int season, String feature) {
    return Objects.requireNonNull(part(table, season).get(feature)).reference();
  }

  private static SeasonalProfile profile(ReferenceTable table) {
    return assertInstanceOf(SeasonalProfile.class, table.profile(settings("1h")));
  }

  private static DriftSettings settings(String window) {
    return new DriftSettings(
        Duration.parse("PT" + window),
        new ReferenceSource.Learned(200, Duration.ofHours(1)),
        new SignificanceLevel.Alpha(0.01),
        DriftSettings.Effect.DEFAULT,
        30,
        new DriftSettings.Persistence(3, 2),
        Duration.ofDays(7));
  }
}
