package io.atalaya.notebook.caching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.bench.Options;
import io.atalaya.bootstrap.ConfigurationText;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.notebook.report.Pages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole notebook, on less traffic. */
class CachingNotebookTest {

  @Test
  void aSmallRunEndsInAReportAndSettings(@TempDir Path directory) throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Screen screen = new Screen(new PrintStream(printed, true, StandardCharsets.UTF_8), false);

    new CachingNotebook()
        .run(Options.parse("--requests=20000", "--days=7", "--one-in=4"), screen, directory)
        .write(directory, "caching");

    String page = Files.readString(directory.resolve("caching.html"));
    assertEquals(Set.of(), Pages.loaded(page));
    JsonNode sections =
        new ObjectMapper().readTree(directory.resolve("caching.json").toFile()).get("sections");
    JsonNode rows = sections.at("/replay/tables/replay-strategies");
    assertEquals(6, rows.size());
    List<String> cells = Pages.cells(page, "replay-strategies");
    for (int i = 0; i < rows.size(); i++) {
      assertEquals(rows.get(i).get("strategy").textValue(), cells.get(8 * i));
      assertEquals(
          String.format(Locale.ROOT, "%.2f", rows.get(i).get("hits_percent").doubleValue()),
          cells.get(8 * i + 1));
      assertEquals(
          String.format(Locale.ROOT, "%,d", rows.get(i).get("calls").longValue()),
          cells.get(8 * i + 3));
    }
    assertEquals(0, rows.get(0).get("hits_percent").doubleValue(), 1e-9, "no cache");
    assertTrue(rows.get(1).get("hits_percent").doubleValue() > 80, "LRU: " + rows.get(1));
    String said = printed.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("adaptive TTL, invalidated, prefetch"), said);
    String fragment = Files.readString(directory.resolve(CachingNotebook.FRAGMENT));
    assertEquals(fragment, fragmentOf(page));
    assertNotNull(ConfigurationText.of(fragment).settings());
  }

  private static String fragmentOf(String page) {
    int start = page.indexOf("<code>") + "<code>".length();
    return page.substring(start, page.indexOf("</code>", start));
  }

  @Test
  void anUnknownOptionIsRefusedBeforeAnythingRuns(@TempDir Path directory) {
    Screen screen = new Screen(System.out, false);
    Options options = Options.parse("--request=1");
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new CachingNotebook().run(options, screen, directory));
    assertTrue(String.valueOf(refused.getMessage()).contains("--request "), refused.getMessage());
  }
}
