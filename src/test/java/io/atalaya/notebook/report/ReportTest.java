package io.atalaya.notebook.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final String PAGE = HtmlPage.of(Reports.ofEachKind());

  @Test
  void pageLoadsNothing() {
    assertEquals(Set.of(), Pages.loaded(PAGE));
  }

  @Test
  void textIsEscapedWhereverItStands() {
    assertFalse(PAGE.contains("<script"), "a script");
    assertTrue(PAGE.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quotes"));
  }

  @Test
  void identifiersAreUnique() {
    Set<String> seen = new HashSet<>();
    Matcher ids = Pattern.compile(" id=\"([^\"]*)\"").matcher(PAGE);
    while (ids.find()) {
      assertTrue(seen.add(ids.group(1)), "twice: " + ids.group(1));
    }
    assertTrue(seen.contains("speed"), seen.toString());
  }

  @Test
  void figuresOfJsonAreThoseOfThePage() throws IOException {
    JsonNode rows =
        new ObjectMapper()
            .readTree(JsonFigures.text(Reports.ofEachKind()))
            .at("/sections/first/tables/speed");
    assertEquals(1.23456, rows.get(0).get("p50_ms").doubleValue());
    assertEquals(
        List.of(Reports.HOSTILE, "1.23", "12,345", "b", "–", "0"),
        Pages.cells(PAGE, "speed"),
        "what is shown");
    assertEquals(
        Pages.cells(PAGE, "speed").get(1),
        String.format(Locale.ROOT, "%.2f", rows.get(0).get("p50_ms").doubleValue()));
    assertFalse(rows.get(1).has("p50_ms"), "an absent figure is absent");
    assertEquals("0", rows.get(1).get("calls").toString());
  }

  @Test
  void jsonHasWhatChartsShow() throws IOException {
    JsonNode charts =
        new ObjectMapper()
            .readTree(JsonFigures.text(Reports.ofEachKind()))
            .at("/sections/charts/charts");
    assertEquals("[1.0,2.0,null,1.5]", charts.at("/error-over-time/series/0/y").toString());
    assertEquals(1.7000500e9, charts.at("/error-over-time/marks/0/x").doubleValue());
    assertEquals("[0.25,null]", charts.at("/sizes/groups/int8").toString());
    assertEquals("[1.0,1.0,2.0,5.0]", charts.at("/errors/samples/a").toString());
  }

  @Test
  void bothFilesAreWritten(@TempDir Path directory) throws IOException {
    Reports.ofEachKind().write(directory.resolve("new"), "sample");
    assertEquals(PAGE, Files.readString(directory.resolve("new/sample.html")));
    assertTrue(Files.readString(directory.resolve("new/sample.json")).startsWith("{"));
  }

  @Test
  void namesThatAreUsedTwiceAreRefused() {
    Section section = Section.of("same", "A");
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Report("t", "s", new LinkedHashMap<>(), List.of(section, section)));
    assertTrue(String.valueOf(failure.getMessage()).contains("'same'"), failure.getMessage());
  }

  @Test
  void rowsThatDoNotFillTheColumnsAreRefused() {
    var rows = new Table.Rows("t", "c", Column.words("a", "A"), Column.words("b", "B"));
    rows.row(Cell.of("only one"));
    assertThrows(IllegalArgumentException.class, rows::table);
  }

  @Test
  void figuresThatAreNoneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Cell.of(Double.NaN));
  }
}
