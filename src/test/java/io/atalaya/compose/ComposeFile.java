package io.atalaya.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/**
 * {@code compose.yaml}, with the default values of its variables in it.
 *
 * @param json its content
 */
record ComposeFile(JsonNode json) {

  private static final Path FILE = Path.of("compose.yaml");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z_]+:-([^}]*)}");

  static ComposeFile read() throws IOException {
    Object document = new Yaml().load(VARIABLE.matcher(text()).replaceAll("$1"));
    return new ComposeFile(new ObjectMapper().valueToTree(document));
  }

  static String text() throws IOException {
    return Files.readString(FILE);
  }

  /** The services by name. */
  Map<String, JsonNode> services() {
    Map<String, JsonNode> services = new LinkedHashMap<>();
    json.path("services")
        .properties()
        .forEach(entry -> services.put(entry.getKey(), entry.getValue()));
    return services;
  }

  JsonNode service(String name) {
    return json.path("services").path(name);
  }

  /** The files and directories of this repository that a service has, by where it has them. */
  Map<String, Path> mounts(String service) {
    Map<String, Path> mounts = new LinkedHashMap<>();
    for (JsonNode volume : service(service).path("volumes")) {
      String[] parts = volume.asText().split(":", -1);
      if (parts[0].startsWith("./")) {
        mounts.put(parts[1], Path.of(parts[0]).normalize());
      }
    }
    return mounts;
  }
}
