package io.atalaya.demo.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpositionTest {

  private static final Exposition SCRAPE =
      Exposition.parse(
          """
          # TYPE up gauge
          up 1
          up{a="1",b="x, \\"y\\"=}"} -2.5e-3 1700000000000
          edges_bucket{le="+Inf"} +Inf
          flag{name="on",of="a"} 1.0
          flag{name="off"} 0.0
          flag{name="also on"} 1
          no sample
          """);

  @Test
  void aSampleIsFoundByNameAndAnyOfItsLabels() {
    assertEquals(OptionalDouble.of(1), SCRAPE.value("up", Map.of()));
    assertEquals(OptionalDouble.of(-0.0025), SCRAPE.value("up", Map.of("a", "1")));
    assertEquals(
        OptionalDouble.of(-0.0025), SCRAPE.value("up", Map.of("b", "x, \\\"y\\\"=}", "a", "1")));
    assertEquals(OptionalDouble.empty(), SCRAPE.value("up", Map.of("a", "2")));
    assertEquals(OptionalDouble.empty(), SCRAPE.value("down", Map.of()));
  }

  @Test
  void infinityIsANumber() {
    assertEquals(
        OptionalDouble.of(Double.POSITIVE_INFINITY), SCRAPE.value("edges_bucket", Map.of()));
  }

  @Test
  void labelsAreListedWhereTheValueIsOne() {
    assertEquals(Set.of("also on", "on"), SCRAPE.labelsWhereOne("flag", Map.of(), "name"));
    assertEquals(Set.of("on"), SCRAPE.labelsWhereOne("flag", Map.of("of", "a"), "name"));
  }
}
