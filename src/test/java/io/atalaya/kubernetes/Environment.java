package io.atalaya.kubernetes;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables of a Deployment's first container.
 *
 * @param variables the entries by name
 */
record Environment(Map<String, Map<String, Object>> variables) {

  static Environment of(Manifest deployment) {
    Map<String, Map<String, Object>> variables = new LinkedHashMap<>();
    Map<String, Object> container =
        Manifest.mappings(Manifest.mapping(deployment.pod()).get("containers")).getFirst();
    Manifest.mappings(container.get("env"))
        .forEach(entry -> variables.put(String.valueOf(entry.get("name")), entry));
    return new Environment(variables);
  }

  Set<String> names() {
    return variables.keySet();
  }

  /** What is written down; {@code null} in letters when it comes from elsewhere. */
  String value(String name) {
    return String.valueOf(Manifest.at(variables.get(name), "value"));
  }

  /** What {@code valueFrom} says of where it comes from. */
  @Nullable Object source(String name, String... path) {
    return Manifest.at(Manifest.mapping(Manifest.at(variables.get(name), "valueFrom")), path);
  }
}
