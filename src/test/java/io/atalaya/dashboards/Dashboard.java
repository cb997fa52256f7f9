package io.atalaya.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One of Grafana's dashboards.
 *
 * @param file where it is
 * @param json what is in it
 */
record Dashboard(Path file, JsonNode json) {

  static final Path DIRECTORY = Path.of("k8s", "monitoring", "grafana");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** All, by the names of their files. */
  static List<Dashboard> all() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(Dashboard::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dashboard read(Path file) {
    try {
      return new Dashboard(file, JSON.readTree(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  String uid() {
    return json.path("uid").asText();
  }

  /** What a reader opens: panels that show something, those of closed rows as well. */
  List<Panel> panels() {
    List<Panel> panels = new ArrayList<>();
    for (JsonNode panel : json.path("panels")) {
      if (panel.path("type").asText().equals("row")) {
        panel.path("panels").forEach(inner -> panels.add(new Panel(this, inner)));
      } else {
        panels.add(new Panel(this, panel));
      }
    }
    return panels;
  }

  /** What a reader chooses, in the order in which one depends on another. */
  List<Variable> variables() {
    List<Variable> variables = new ArrayList<>();
    json.at("/templating/list").forEach(variable -> variables.add(new Variable(variable)));
    return variables;
  }

  /** Every expression that is asked of Prometheus: those of panels and of annotations. */
  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode annotation : json.at("/annotations/list")) {
      queries.add(
          new Query(
              uid() + ", annotation " + annotation.path("name").asText(),
              annotation.at("/target/expr").asText()));
    }
    panels().forEach(panel -> queries.addAll(panel.queries()));
    return queries;
  }

  /** Every address of a link on a panel, a field or a column. */
  List<String> links() {
    return json.findValues("url").stream().map(JsonNode::asText).toList();
  }

  @Override
  public String toString() {
    return uid();
  }

  /**
   * A query and where it stands.
   *
   * @param where for messages
   * @param expression with Grafana's variables in it
   */
  record Query(String where, String expression) {
    @Override
    public String toString() {
      return where + ": " + expression;
    }
  }

  /** A panel that shows something. */
  record Panel(Dashboard dashboard, JsonNode json) {

    String title() {
      return json.path("title").asText();
    }

    String type() {
      return json.path("type").asText();
    }

    JsonNode defaults() {
      return json.at("/fieldConfig/defaults");
    }

    JsonNode overrides() {
      return json.at("/fieldConfig/overrides");
    }

    List<Query> queries() {
      List<Query> queries = new ArrayList<>();
      for (JsonNode target : json.path("targets")) {
        queries.add(
            new Query(this + " " + target.path("refId").asText(), target.path("expr").asText()));
      }
      return queries;
    }

    @Override
    public String toString() {
      return dashboard + ", panel " + json.path("id") + " '" + title() + "'";
    }
  }

  /** A variable of a dashboard. */
  record Variable(JsonNode json) {

    String name() {
      return json.path("name").asText();
    }

    /** {@code label_values(…)}; empty for a choice of data sources. */
    String query() {
      return json.at("/query/query").asText();
    }

    /** Whether several values, or all, may be chosen. */
    boolean isMulti() {
      return json.path("multi").asBoolean();
    }
  }
}
