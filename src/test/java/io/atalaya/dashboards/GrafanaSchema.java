package io.atalaya.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What Grafana's own types say of a dashboard; the README beside the schema says how. */
final class GrafanaSchema {

  private static final Path FILE =
      Path.of("src/test/resources/io/atalaya/dashboards/dashboard.schema.json");
  private static final String CUSTOM = "custom.";

  private final JsonNode definitions;
  private final Schema schema;

  GrafanaSchema() {
    try {
      String text = Files.readString(FILE);
      definitions = new ObjectMapper().readTree(text).path("$defs");
      schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a dashboard; empty when nothing is. */
  List<String> problems(JsonNode dashboard) {
    return schema.validate(dashboard.toString(), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  /**
   * Overrides of a panel that change what its fields do not have, or to what they cannot be:
   * Grafana's types leave that open.
   */
  List<String> problemsOfOverrides(Dashboard.Panel panel) {
    String name = List.of("stat", "bargauge").contains(panel.type()) ? "" : "-of-" + panel.type();
    JsonNode field = definitions.path("Field" + name).path("properties");
    List<String> problems = new ArrayList<>();
    for (JsonNode property : panel.overrides().findValues("properties")) {
      for (JsonNode change : property) {
        String id = change.path("id").asText();
        JsonNode type =
            id.startsWith(CUSTOM)
                ? resolved(field.path("custom"))
                    .path("properties")
                    .path(id.substring(CUSTOM.length()))
                : field.path(id);
        if (type.isMissingNode()) {
          problems.add(panel + ": fields have no " + id);
        }
      }
    }
    return problems;
  }

  private JsonNode resolved(JsonNode type) {
    String reference = type.path("$ref").asText();
    return reference.isEmpty() ? type : definitions.path(reference.substring("#/$defs/".length()));
  }
}
