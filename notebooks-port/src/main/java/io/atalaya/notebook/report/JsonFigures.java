package io.atalaya.notebook.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.notebook.report.chart.Chart;
import io.atalaya.notebook.report.chart.Mark;
import io.atalaya.notebook.report.chart.Series;
import java.util.List;
import java.util.Locale;

/**
 * All figures of a report as JSON, not rounded: by section, the tables' rows by their columns'
 * keys, the charts' data, the findings. A figure that there is not is absent. Stateless.
 */
final class JsonFigures {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonFigures() {}

  /** The text of a JSON object. */
  static String text(Report report) {
    try {
      return MAPPER.writeValueAsString(of(report)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures cannot be written", e);
    }
  }

  private static ObjectNode of(Report report) {
    ObjectNode json = JSON.objectNode();
    json.put("title", report.title()).put("summary", report.summary());
    ObjectNode facts = json.putObject("facts");
    report.facts().forEach(facts::put);
    ObjectNode sections = json.putObject("sections");
    for (Section section : report.sections()) {
      ObjectNode node = sections.putObject(section.id());
      for (Part part : section.parts()) {
        switch (part) {
          case Table table -> rows(node.withObjectProperty("tables").putArray(table.id()), table);
          case Part.Picture picture ->
              chart(
                  node.withObjectProperty("charts").putObject(picture.chart().id()),
                  picture.chart());
          case Part.Finding finding ->
              node.withObjectProperty("findings")
                  .putObject(finding.id())
                  .put("outcome", finding.outcome().name().toLowerCase(Locale.ROOT))
                  .put("text", finding.text());
          case Part.Paragraph ignored -> {}
          case Part.Code ignored -> {}
        }
      }
    }
    return json;
  }

  private static void rows(ArrayNode node, Table table) {
    for (List<Cell> row : table.rows()) {
      ObjectNode cells = node.addObject();
      for (int i = 0; i < row.size(); i++) {
        String key = table.columns().get(i).key();
        switch (row.get(i)) {
          case Cell.Words words -> cells.put(key, words.text());
          case Cell.Figure figure -> number(cells, key, figure.value());
          case Cell.Absent ignored -> {}
        }
      }
    }
  }

  /** Whole numbers without a fraction. */
  private static void number(ObjectNode node, String key, double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
      node.put(key, (long) value);
    } else {
      node.put(key, value);
    }
  }

  private static void chart(ObjectNode node, Chart chart) {
    switch (chart) {
      case Chart.Lines it -> {
        node.put("x", it.x().title()).put("y", it.y().title());
        series(node.putArray("series"), it.series());
        marks(node.putArray("marks"), it.marks());
      }
      case Chart.Points it -> {
        node.put("x", it.x().title()).put("y", it.y().title());
        series(node.putArray("series"), it.series());
        marks(node.putArray("marks"), it.marks());
      }
      case Chart.Bars it -> {
        node.put("y", it.y().title());
        it.categories().forEach(node.putArray("categories")::add);
        ObjectNode groups = node.putObject("groups");
        it.groups().forEach(group -> values(groups.putArray(group.name()), group.values()));
        marks(node.putArray("marks"), it.marks());
      }
      case Chart.Frequencies it -> {
        node.put("x", it.x().title()).put("bins", it.bins());
        ObjectNode samples = node.putObject("samples");
        it.samples().forEach(sample -> values(samples.putArray(sample.name()), sample.values()));
      }
    }
  }

  private static void values(ArrayNode node, List<Double> values) {
    for (double value : values) {
      if (Double.isNaN(value)) {
        node.addNull();
      } else {
        node.add(value);
      }
    }
  }

  private static void series(ArrayNode node, List<Series> series) {
    for (Series each : series) {
      ObjectNode line = node.addObject().put("name", each.name());
      values(line.putArray("x"), each.points().stream().map(Series.Point::x).toList());
      values(line.putArray("y"), each.points().stream().map(Series.Point::y).toList());
    }
  }

  private static void marks(ArrayNode node, List<? extends Mark> marks) {
    for (Mark mark : marks) {
      ObjectNode json = node.addObject().put("label", mark.label());
      switch (mark) {
        case Mark.At at -> json.put("x", at.x());
        case Mark.Between band -> json.put("from", band.from()).put("to", band.to());
        case Mark.Level level -> json.put("y", level.y());
      }
    }
  }
}
