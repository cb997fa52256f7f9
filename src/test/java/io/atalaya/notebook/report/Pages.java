package io.atalaya.notebook.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is in the HTML page of a report. */
public final class Pages {

  /** Whatever makes a browser fetch or run something; a link within the page does not. */
  private static final Pattern LOADS =
      Pattern.compile(
          "<(?:script|link|img|iframe|object|embed|image|use|base|form)\\b[^>]*>"
              + "|\\b(?:src|srcset|action|data|poster|background)\\s*=\\s*\"[^\"]*\""
              + "|\\bhref\\s*=\\s*\"[^#\"][^\"]*\""
              + "|\\bon[a-z]+\\s*=\\s*\""
              + "|@import[^;]*;|url\\((?!\"?#)[^)]*\\)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CELL = Pattern.compile("<td[^>]*>(.*?)</td>", Pattern.DOTALL);

  private Pages() {}

  /** What the page would load or run; a page that stands alone has none of it. */
  public static Set<String> loaded(String page) {
    Set<String> loaded = new TreeSet<>();
    Matcher found = LOADS.matcher(page);
    while (found.find()) {
      loaded.add(found.group());
    }
    return loaded;
  }

  /** The cells of the table of that name, row by row, as a reader sees them. */
  public static List<String> cells(String page, String table) {
    int start = page.indexOf("<table id=\"%s\">".formatted(table));
    if (start < 0) {
      throw new AssertionError("no table " + table);
    }
    List<String> cells = new ArrayList<>();
    Matcher found = CELL.matcher(page.substring(start, page.indexOf("</table>", start)));
    while (found.find()) {
      cells.add(
          found
              .group(1)
              .replace("&lt;", "<")
              .replace("&gt;", ">")
              .replace("&quot;", "\"")
              .replace("&#39;", "'")
              .replace("&amp;", "&"));
    }
    return cells;
  }
}
