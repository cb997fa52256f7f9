package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.invalidation.InvalidationSettings;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.DriftVerdict.InsufficientData;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.Profile;
import io.atalaya.drift.Reference;
import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.drift.Seasons;
import io.atalaya.drift.Seasons.Cycle;
import io.atalaya.drift.SignificanceLevel;
import io.atalaya.event.Features;
import io.atalaya.monitor.Rig.Appended;
import io.atalaya.monitor.VersionSnapshot.FeatureDrift;
import io.atalaya.statistics.ReferenceSample;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Data with a strong daily rhythm: in each hour of the day values lie around a level of its own,
 * with a standard deviation of 1.
 */
class SeasonalReferenceTest {

  private static final long HOUR = Seasons.MILLIS;
  private static final Seasons HOURS = new Seasons(Cycle.HOUR_OF_DAY, ZoneOffset.UTC);
  private static final Duration WINDOW = Duration.ofMinutes(20);

  /** A whole day; at 08:00, as all of the tests begin. */
  private static final long START = Rig.START;

  private static final int PER_HOUR = 360;

  @Test
  void aPlainReferenceDriftsWithTheHourAndASeasonalOneDoesNot() {
    Logs day = day(time -> 0);
    assertTrue(
        !drifts(run(day, put(plain()), 30)).isEmpty(), "the rhythm is too weak to say anything");
    assertEquals(List.of(), drifts(run(day, put(seasonal(Set.of())), 30)));
  }

  @Test
  void aShiftByHalfADeviationInOneHourIsFound() {
    // From 20:00 to 21:00.
    Logs day = day(time -> time / HOUR == 12 ? 0.5 : 0);
    assertEquals(
        List.of("firing 12:40", "resolved 13:40"), drifts(run(day, put(seasonal(Set.of())), 30)));
  }

  @Test
  void whatAVerdictRemembersGoesOnFromSeasonToSeason() {
    // The last third of one hour and the first of the next.
    Logs day = day(time -> time >= 12 * HOUR + HOUR * 2 / 3 && time < 13 * HOUR + HOUR / 3 ? 1 : 0);
    assertEquals(
        List.of("firing 13:20", "resolved 14:00"), drifts(run(day, put(seasonal(Set.of())), 30)));
  }

  @Test
  void aSeasonWithoutAReferenceIsInsufficientDataAndSaysSo() {
    // The day ends at 08:00 of the next one.
    Rig rig = run(day(time -> 0), put(seasonal(Set.of(7, 12))), 30);
    assertEquals(new InsufficientData(0, SeasonalProfile.LEAST_VALUES, "07"), drift(rig).verdict());
    assertEquals(List.of(), drifts(rig));
  }

  @Test
  void aWindowWithTooFewValuesRunsOnButNotBeyondItsSeason() {
    // 120 values in a window, 360 in an hour.
    Logs shifted = day(time -> time >= 12 * HOUR ? 3 : 0);
    Rig enough = run(shifted, put(seasonal(Set.of())), 300);
    assertEquals(List.of("firing 14:00"), drifts(enough));
    Rig tooFew = run(shifted, put(seasonal(Set.of())), 400);
    assertEquals(List.of(), drifts(tooFew));
    assertEquals(new InsufficientData(360, 400), drift(tooFew).verdict());
  }

  @Test
  void slidingFiguresAreOfTheCurrentSeasonOnly() {
    Logs day = day(time -> 0);
    // Ten minutes into an hour.
    long end = 5 * HOUR + HOUR / 6;
    Logs part = new Logs(day.records.stream().filter(one -> one.millis() < START + end).toList());
    Rig rig = run(part, put(seasonal(Set.of())), 30);
    assertEquals(60, Objects.requireNonNull(drift(rig).figures()).n());
  }

  @Test
  void crashesAndNewOwnersChangeNothing() {
    for (int seed = 0; seed < 1; seed++) {
      Logs day = day(time -> time >= 12 * HOUR && time < 15 * HOUR ? 0.5 : 0);
      Reference reference = put(seasonal(Set.of(14)));
      for (int minSamples : new int[] {30, 200}) {
        Rig expected = run(day, reference, minSamples);
        Rig disturbed = run(day, reference, minSamples, new Random(seed));
        assertEquals(StagesTest.shown(expected), StagesTest.shown(disturbed), "seed " + seed);
        assertEquals(StagesTest.ids(expected), StagesTest.ids(disturbed), "seed " + seed);
        assertTrue(!drifts(expected).isEmpty(), "the example says little");
      }
    }
  }

  private record Logs(List<Appended> records) {}

  /** Far apart at noon and at midnight: from −2 to 2. */
  private static double level(long millis) {
    return -2 * Math.cos(2 * Math.PI * HOURS.at(millis) / 24);
  }

  private static Logs day(ToDoubleFunction<Long> shift) {
    Random random = new Random(5);
    List<Appended> records = new ArrayList<>();
    for (int i = 0; i < 24 * PER_HOUR; i++) {
      long time = i * HOUR / PER_HOUR;
      double x = level(START + time) + random.nextGaussian() + shift.applyAsDouble(time);
      records.add(
          new Appended(
              Rig.prediction(
                  "p" + i,
                  START + time,
                  1,
                  Double.NaN,
                  new Features(new String[] {"x"}, new double[] {x}, new @Nullable String[1])),
              START + time));
    }
    return new Logs(records);
  }

  private static Reference put(Profile profile) {
    return Reference.promoted(profile, Origin.PUT, START);
  }

  private static SeasonalProfile seasonal(Set<Integer> without) {
    SortedMap<Integer, ReferenceProfile> members = new TreeMap<>();
    Set<Integer> seasons = new HashSet<>(IntStream.range(0, 24).boxed().toList());
    seasons.removeAll(without);
    for (int season : seasons) {
      members.put(season, profile(values(season)));
    }
    return SeasonalProfile.of(HOURS, members);
  }

  private static ReferenceProfile plain() {
    return profile(
        IntStream.range(0, 24).mapToObj(SeasonalReferenceTest::values).toArray(double[][]::new));
  }

  private static double[] values(int season) {
    Random random = new Random(season);
    double[] values = new double[1_000];
    Arrays.setAll(values, i -> level(season * HOUR) + random.nextGaussian());
    return values;
  }

  private static ReferenceProfile profile(double[]... values) {
    double[] all = Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
    return ReferenceProfile.of(
        Long.MIN_VALUE,
        Map.of("x", FeatureReference.of(ReferenceSample.of(all, SeasonalProfile.MOST_KNOTS))));
  }

  private static Rig run(Logs day, Reference reference, int minSamples) {
    return run(day, reference, minSamples, null);
  }

  /** Reads all, with disturbances if they are wanted. */
  private static Rig run(
      Logs day, Reference reference, int minSamples, @Nullable Random disturbances) {
    Rig rig = new Rig(settings(minSamples));
    rig.hear(reference);
    List<Appended> all = day.records;
    for (int i = 0; i < all.size(); i++) {
      rig.read(all.get(i), true);
      if (i % 7 == 6) {
        StagesTest.flushAll(rig, all.get(i).millis() + 1);
        if (disturbances != null && disturbances.nextInt(30) == 0) {
          rig.handOver();
        }
        if (disturbances != null && disturbances.nextInt(600) == 0) {
          for (int index = 0; index < Rig.INDEXES; index++) {
            rig.crash(index);
          }
          all.subList(0, i + 1).forEach(record -> rig.read(record, false));
          for (int index = 0; index < Rig.INDEXES; index++) {
            rig.recovered(index);
          }
        }
      }
    }
    StagesTest.flushAll(rig, all.getLast().millis() + 20_000);
    return rig;
  }

  /** Hours and minutes since the start. */
  private static List<String> drifts(Rig rig) {
    return rig.signals().stream()
        .filter(signal -> signal.check().equals("drift"))
        .map(
            signal -> {
              Duration at = Duration.ofMillis(signal.timeMillis() - START);
              return "%s %02d:%02d"
                  .formatted(
                      signal.state().name().toLowerCase(Locale.ROOT),
                      at.toHours(),
                      at.toMinutesPart());
            })
        .toList();
  }

  private static FeatureDrift drift(Rig rig) {
    return rig.snapshot().versions().getFirst().drift().stream()
        .filter(one -> one.feature().equals("x"))
        .findFirst()
        .orElseThrow();
  }

  private static MonitorSettings settings(int minSamples) {
    ModelSettings model =
        new ModelSettings(
            ModelSettings.Kind.PREDICTIVE,
            ClassSettings.DEFAULT,
            null,
            null,
            List.of(Duration.ofHours(1)),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            null,
            List.of(),
            SegmentSettings.DEFAULT,
            new DriftSettings(
                WINDOW,
                new ReferenceSource.Learned(200, Duration.ofDays(2)),
                new SignificanceLevel.Alpha(0.01),
                DriftSettings.Effect.DEFAULT,
                minSamples,
                new DriftSettings.Persistence(3, 2),
                Duration.ofDays(7)),
            Map.of(),
            PriceSettings.NONE,
            null,
            new InvalidationSettings(Set.of(), Duration.ofSeconds(10), false));
    return new MonitorSettings(
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        Map.of(Rig.MODEL, model),
        model,
        10,
        100_000,
        2_000);
  }
}
