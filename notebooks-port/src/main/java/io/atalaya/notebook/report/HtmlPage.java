package io.atalaya.notebook.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.notebook.report.chart.ChartDrawing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** A report as one HTML page that needs no other file, no network and no script. Stateless. */
final class HtmlPage {

  private HtmlPage() {}

  /** The page. */
  static String of(Report report) {
    StringBuilder html = new StringBuilder();
    html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.append("<title>").append(escape(report.title())).append("</title>\n");
    html.append("<style>\n").append(style()).append("</style>\n</head>\n<body>\n<main>\n");
    html.append("<h1>").append(escape(report.title())).append("</h1>\n");
    html.append("<p class=\"summary\">").append(escape(report.summary())).append("</p>\n");
    html.append("<dl>\n");
    report
        .facts()
        .forEach(
            (what, value) ->
                html.append("<dt>%s</dt><dd>%s</dd>\n".formatted(escape(what), escape(value))));
    html.append("</dl>\n<nav><ul>\n");
    for (Section section : report.sections()) {
      html.append(
          "<li><a href=\"#%s\">%s</a></li>\n".formatted(section.id(), escape(section.title())));
    }
    html.append("</ul></nav>\n");
    report.sections().forEach(section -> append(html, section));
    return html.append("</main>\n</body>\n</html>\n").toString();
  }

  private static void append(StringBuilder html, Section section) {
    html.append("<section id=\"%s\">\n".formatted(section.id()));
    html.append("<h2>").append(escape(section.title())).append("</h2>\n");
    for (Part part : section.parts()) {
      html.append(
          switch (part) {
            case Part.Paragraph it -> "<p>%s</p>\n".formatted(escape(it.text()));
            case Part.Finding it ->
                "<p class=\"finding %s\">%s%s</p>\n"
                    .formatted(style(it.outcome()), sign(it.outcome()), escape(it.text()));
            case Part.Code it ->
                "<figure><pre><code>%s</code></pre><figcaption>%s</figcaption></figure>\n"
                    .formatted(escape(it.text()), escape(it.name()));
            case Part.Picture it ->
                "<figure class=\"chart\">%s<figcaption>%s</figcaption></figure>\n"
                    .formatted(ChartDrawing.svg(it.chart()), escape(it.chart().caption()));
            case Table it -> table(it);
          });
    }
    html.append("</section>\n");
  }

  private static String table(Table table) {
    StringBuilder html = new StringBuilder();
    html.append("<div class=\"table\"><table id=\"%s\">\n".formatted(table.id()));
    html.append("<caption>").append(escape(table.caption())).append("</caption>\n<thead><tr>");
    for (Column column : table.columns()) {
      html.append(
          "<th scope=\"col\"%s>%s</th>".formatted(alignment(column), escape(column.title())));
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (List<Cell> row : table.rows()) {
      html.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        Column column = table.columns().get(i);
        html.append("<td%s>%s</td>".formatted(alignment(column), escape(column.text(row.get(i)))));
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  private static String alignment(Column column) {
    return column.hasFigures() ? " class=\"figure\"" : "";
  }

  private static String style(Part.Outcome outcome) {
    return switch (outcome) {
      case HOLDS -> "holds";
      case FAILS -> "fails";
      case REMARK -> "remark";
    };
  }

  /** A word too, for those who do not see the colour. */
  private static String sign(Part.Outcome outcome) {
    return switch (outcome) {
      case HOLDS -> "<strong>Holds.</strong> ";
      case FAILS -> "<strong>Does not hold.</strong> ";
      case REMARK -> "";
    };
  }

  /** Text as HTML, in elements and in quoted attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String style() {
    try (InputStream style =
        Objects.requireNonNull(
            HtmlPage.class.getResourceAsStream("report.css"), "report.css is not packaged")) {
      return new String(style.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
