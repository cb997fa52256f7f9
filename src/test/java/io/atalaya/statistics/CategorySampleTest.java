package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CategorySampleTest {

  private static Map<String, Long> names(int from, int to, long count) {
    Map<String, Long> names = new HashMap<>();
    for (int i = from; i < to; i++) {
      names.put("%04d".formatted(i), count);
    }
    return names;
  }

  @Test
  void namesAreInOrderWithTheirCounts() {
    CategorySample sample = CategorySample.of(Map.of("mist", 3L, "clear", 5L, "rain", 1L), 0);
    assertEquals(3, sample.names());
    assertEquals("clear", sample.name(0));
    assertEquals(5, sample.count(0));
    assertEquals("rain", sample.name(2));
    assertEquals(9, sample.size());
    assertEquals(0, sample.other());
    assertEquals(1, sample.namesSeen(1));
    assertEquals(0, sample.namesSeen(2));
    assertEquals(1, sample.cellOf("mist"));
    assertEquals(3, sample.cellOf("snow"));
  }

  @Test
  void theMostFrequentNamesAreKeptAndOfEqualOnesTheFirst() {
    Map<String, Long> names = names(0, 258, 2);
    names.put("0257", 3L);
    CategorySample sample = CategorySample.of(names, 10);
    assertEquals(256, sample.names());
    assertEquals("0254", sample.name(254));
    assertEquals("0257", sample.name(255));
    assertEquals(14, sample.other());
    assertEquals(2 * 257 + 3 + 10, sample.size());
    assertEquals(256, CategorySample.of(names(0, 256, 2), 0).names());
    assertEquals(0, CategorySample.of(names(0, 256, 2), 0).other());
  }

  @Test
  void longNamesAreAmongTheOthers() {
    CategorySample sample = CategorySample.of(Map.of("x".repeat(256), 2L, "x".repeat(257), 3L), 0);
    assertEquals(1, sample.names());
    assertEquals(3, sample.other());
  }

  @Test
  void theIdIsThatOfTheContent() {
    CategorySample sample = CategorySample.of(Map.of("a", 1L, "b", 2L), 3);
    assertEquals(sample, CategorySample.of(Map.of("b", 2L, "a", 1L), 3));
    assertEquals(sample.id(), CategorySample.of(Map.of("b", 2L, "a", 1L), 3).id());
    assertTrue(sample.id().matches("[0-9a-f]{16}"));
    assertNotEquals(sample, CategorySample.of(Map.of("a", 1L, "b", 2L), 4));
    assertNotEquals(sample, CategorySample.of(Map.of("a", 1L, "b", 3L), 3));
    assertNotEquals(sample, CategorySample.of(Map.of("a", 1L, "c", 2L), 3));
  }

  @Test
  void itSaysWhetherHalfOfTheValuesAreToldApart() {
    assertTrue(CategorySample.of(Map.of("a", 5L), 5).tellsHalfApart());
    assertFalse(CategorySample.of(Map.of("a", 5L), 6).tellsHalfApart());
  }

  @Test
  void whatIsNoSampleIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> CategorySample.of(Map.of(), 0));
    assertThrows(IllegalArgumentException.class, () -> CategorySample.of(Map.of("a", 0L), 1));
    assertThrows(IllegalArgumentException.class, () -> CategorySample.of(Map.of("a", 1L), -1));
  }
}
