package io.atalaya.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Times are in milliseconds; {@code a}, {@code b} are instances and {@code m} is the model. */
class ExportsTest {

  private static final Set<String> OVERLAP = Set.of("m by b and a during: test");

  private final Exports exports = new Exports();

  @Test
  void aScrapeBetweenTwoOfAnotherInstanceIsAnOverlap() {
    see("a", 0, 10);
    see("b", 10, 90);
    see("a", 90, 100);
    assertEquals(OVERLAP, exports.overlaps());
  }

  @Test
  void aScrapeThatBeganBeforeTheOtherInstanceIsKnownToExportIsNone() {
    see("a", 0, 10);
    see("b", 9, 90);
    see("a", 90, 100);
    assertEquals(Set.of(), exports.overlaps());
  }

  @Test
  void aScrapeThatEndedAfterTheOtherInstanceWasAskedLastIsNone() {
    see("a", 0, 10);
    see("b", 10, 91);
    see("a", 90, 100);
    assertEquals(Set.of(), exports.overlaps());
  }

  @Test
  void scrapesInARowAreOneSpan() {
    see("a", 0, 10);
    see("a", 100, 110);
    see("b", 90, 120);
    see("a", 200, 210);
    assertEquals(OVERLAP, exports.overlaps());
  }

  @Test
  void aModelThatWasGoneInBetweenMayHaveBeenElsewhere() {
    see("a", 0, 10);
    exports.add(new Exports.Scrape("a", 20, 30, Set.of(), "test"));
    see("b", 40, 50);
    see("a", 60, 70);
    assertEquals(Set.of(), exports.overlaps());
  }

  @Test
  void inAsLongAsAModelNeedsToGoAndComeBackItMayHaveBeenElsewhere() {
    see("a", 0, 10);
    see("b", 300, 310);
    see("a", 690, 700);
    assertEquals(Set.of(), exports.overlaps());
  }

  @Test
  void otherModelsAreNoOverlap() {
    see("a", 0, 10);
    exports.add(new Exports.Scrape("b", 20, 30, Set.of("n"), "test"));
    see("a", 90, 100);
    assertEquals(Set.of(), exports.overlaps());
  }

  @Test
  void aGapIsAscribedToWhatWentOnWhenItBegan() {
    exports.add(new Exports.Scrape("a", 0, 10, Set.of("m"), "before"));
    exports.add(new Exports.Scrape("b", 500, 510, Set.of("m", "n"), "after"));
    exports.add(new Exports.Scrape("b", 600, 610, Set.of("m"), "after"));
    assertEquals(Map.of("before", 510L, "after", 110L), exports.gaps());
  }

  @Test
  void aScrapeThatTookLongHidesNoGap() {
    see("a", 0, 10);
    see("a", 100, 8_000);
    see("a", 8_100, 8_110);
    assertEquals(Map.of("test", 8_010L), exports.gaps());
  }

  @Test
  void aScrapeThatTookLongIsNoGapWhereAnotherInstanceExports() {
    see("a", 0, 8_000);
    see("b", 3_900, 3_910);
    see("b", 7_900, 7_910);
    see("b", 8_100, 8_110);
    assertEquals(Map.of("test", 4_010L), exports.gaps());
  }

  private void see(String instance, long asked, long answered) {
    exports.add(new Exports.Scrape(instance, asked, answered, Set.of("m"), "test"));
  }
}
