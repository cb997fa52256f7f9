package io.atalaya.notebook.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChartDrawingTest {

  private static final Chart LINES =
      new Chart.Lines(
          "rising",
          "It <rises>",
          Axis.linear("hours"),
          Axis.linear("error"),
          List.of(
              Series.of("first", new double[] {0, 1, 2}, new double[] {0, 1, 2}),
              Series.of("second", new double[] {0, 1, 2}, new double[] {2, 1, 0})),
          List.of(
              new Mark.At(1, "change"),
              new Mark.Between(1, 2, "drift"),
              new Mark.Level(1, "bound")));

  @Test
  void wordsAreTextAndNotShapes() {
    String svg = ChartDrawing.svg(LINES);
    for (String word : List.of("hours", "error", "first", "second", "change", "drift", "bound")) {
      assertTrue(svg.contains(">" + word + "<"), word);
    }
  }

  @Test
  void whatIsDrawnHasALabelForThoseWhoDoNotSeeIt() {
    assertTrue(ChartDrawing.svg(LINES).contains("aria-label=\"It &lt;rises&gt;\""));
  }

  @Test
  void coloursAreThoseOfTheStyleSheet() {
    String svg = ChartDrawing.svg(LINES);
    for (String ink : List.of("--series-1", "--series-2", "--mark", "--band", "--text", "--grid")) {
      assertTrue(svg.contains("var(" + ink + ")"), ink);
    }
    assertFalse(Pattern.compile("(fill|stroke)=\"rgb\\((?!0,0,0\\))").matcher(svg).find(), svg);
  }

  @Test
  void styleSheetHasEachColourForLightDarkAndPrint() throws IOException {
    String css = style();
    for (Ink ink : Ink.values()) {
      assertEquals(
          4, css.split(Pattern.quote(ink.property() + ":"), -1).length, ink + " three times");
    }
  }

  @Test
  void sameFiguresGiveTheSamePicture() {
    assertEquals(ChartDrawing.svg(LINES), ChartDrawing.svg(LINES));
  }

  @Test
  void chartsThatCannotBeDrawnAreRefused() {
    List<Chart.Group> groups = List.of(new Chart.Group("g", List.of(1.0, 2.0)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Chart.Bars(
                "b", "c", List.of("one"), Axis.fromZero("y"), groups, List.of(), "%.1f"));
    assertThrows(IllegalArgumentException.class, () -> new Series.Point(Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new Mark.Between(2, 1, "b"));
    assertThrows(IllegalArgumentException.class, () -> new Chart.Sample("s", List.of()));
  }

  private static String style() throws IOException {
    try (InputStream css =
        Objects.requireNonNull(
            ChartDrawing.class.getResourceAsStream("/io/atalaya/notebook/report/report.css"))) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
