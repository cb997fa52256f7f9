package io.atalaya.nativeimage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The reachability metadata of the service, in GraalVM's format of one file.
 *
 * @param reflection what is registered for reflection and JNI, by the name of the class
 * @param globs patterns of resources, by module; the class path's is empty
 * @param bundles resource bundles
 */
record Metadata(Map<String, JsonNode> reflection, Map<String, String> globs, Set<String> bundles) {

  private static final Path FILE =
      Path.of(
          "src/main/resources/META-INF/native-image/io.atalaya/atalaya/reachability-metadata.json");

  static final String CONSTRUCTOR = "<init>";

  static Metadata read() throws IOException {
    JsonNode root = new ObjectMapper().readTree(FILE.toFile());
    Map<String, JsonNode> reflection = new LinkedHashMap<>();
    root.get("reflection").forEach(entry -> reflection.put(entry.get("type").textValue(), entry));
    Map<String, String> globs = new LinkedHashMap<>();
    Set<String> bundles = new java.util.TreeSet<>();
    root.get("resources")
        .forEach(
            entry -> {
              if (entry.has("bundle")) {
                bundles.add(entry.get("bundle").textValue());
              } else {
                globs.put(entry.get("glob").textValue(), entry.path("module").asText(""));
              }
            });
    return new Metadata(reflection, globs, bundles);
  }

  /** The whole file, to be held against its schema. */
  static JsonNode tree() throws IOException {
    return new ObjectMapper().readTree(FILE.toFile());
  }

  boolean has(String type, String flag) {
    JsonNode entry = reflection.get(type);
    return entry != null && entry.path(flag).asBoolean();
  }

  /** The classes that native code may look up. */
  Set<String> jniTypes() {
    return reflection.keySet().stream()
        .filter(type -> has(type, "jniAccessible"))
        .collect(Collectors.toSet());
  }

  /** The parameters of the constructors and methods of a class, by name. */
  List<Map.Entry<String, List<String>>> methods(String type) {
    JsonNode entry = reflection.get(type);
    return entry == null
        ? List.of()
        : StreamSupport.stream(entry.path("methods").spliterator(), false)
            .map(
                method ->
                    Map.entry(
                        method.get("name").textValue(),
                        StreamSupport.stream(method.path("parameterTypes").spliterator(), false)
                            .map(JsonNode::textValue)
                            .toList()))
            .toList();
  }

  /** The fields of a class that are named one by one. */
  List<String> fields(String type) {
    JsonNode entry = reflection.get(type);
    return entry == null
        ? List.of()
        : StreamSupport.stream(entry.path("fields").spliterator(), false)
            .map(field -> field.get("name").textValue())
            .toList();
  }
}
