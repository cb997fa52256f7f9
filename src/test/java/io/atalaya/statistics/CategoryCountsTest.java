package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CategoryCountsTest {

  private static final CategorySample WEATHER =
      CategorySample.of(Map.of("clear", 5L, "mist", 3L, "rain", 2L), 0);

  private static CategoryCounts of(String... names) {
    CategoryCounts counts = new CategoryCounts(WEATHER);
    List.of(names).forEach(name -> counts.add(WEATHER, name));
    return counts;
  }

  private static long[] current(BinnedPair bins) {
    return IntStream.range(0, bins.bins()).mapToLong(bins::current).toArray();
  }

  @Test
  void eachNameHasItsBinAndAllUnknownOnesOne() {
    CategoryCounts counts = of("rain", "clear", "snow", "rain", "hail");
    assertEquals(5, counts.count());
    assertEquals(2, counts.other());
    BinnedPair bins = BinnedPair.ofCategories(WEATHER, counts);
    assertEquals(List.of(1L, 0L, 2L, 2L), boxed(current(bins)));
    assertEquals(0, bins.reference(3));
    assertEquals(10, bins.m());
  }

  @Test
  void withoutAnUnknownNameThereIsNoBinForIt() {
    assertEquals(3, BinnedPair.ofCategories(WEATHER, of("rain")).bins());
    CategorySample others = CategorySample.of(Map.of("clear", 5L), 3);
    CategoryCounts counts = new CategoryCounts(others);
    counts.add(others, "clear");
    BinnedPair bins = BinnedPair.ofCategories(others, counts);
    assertEquals(2, bins.bins());
    assertEquals(3, bins.reference(1));
  }

  @Test
  void namesThatWereCountedBeforeGoToTheirBins() {
    NameCounts names = new NameCounts();
    List.of("mist", "snow", "mist", "x".repeat(300)).forEach(names::add);
    CategoryCounts counts = new CategoryCounts(WEATHER);
    counts.add(WEATHER, names);
    assertEquals(of("mist", "mist", "snow", "hail"), counts);
  }

  @Test
  void countsOfDifferentReferencesDoNotMix() {
    CategorySample other = CategorySample.of(Map.of("clear", 5L), 0);
    CategoryCounts counts = of("mist");
    CategoryCounts others = new CategoryCounts(other);
    assertThrows(IllegalArgumentException.class, () -> counts.merge(others));
    assertThrows(IllegalArgumentException.class, () -> counts.retract(others));
    assertThrows(IllegalArgumentException.class, () -> counts.add(other, "clear"));
    assertThrows(IllegalArgumentException.class, () -> counts.add(other, new NameCounts()));
    assertThrows(IllegalArgumentException.class, () -> BinnedPair.ofCategories(other, counts));
    assertEquals(of("mist"), counts);
  }

  private static List<Long> boxed(long[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
