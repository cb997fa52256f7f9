package io.atalaya.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One object of Kubernetes, as YAML has it.
 *
 * @param content its fields
 */
record Manifest(Map<String, Object> content) {

  static Manifest of(Object document) {
    return new Manifest(mapping(document));
  }

  String kind() {
    return text("kind");
  }

  String name() {
    return text("metadata", "name");
  }

  /** What tells kinds apart: {@code apps/v1 Deployment}. */
  String type() {
    return text("apiVersion") + " " + kind();
  }

  boolean is(String kind, String name) {
    return kind().equals(kind) && name().equals(name);
  }

  /** The value at {@code path}; null where a step does not exist. */
  @Nullable Object at(String... path) {
    return at(content, path);
  }

  String text(String... path) {
    return String.valueOf(at(path));
  }

  Map<String, Object> map(String... path) {
    return mapping(at(path));
  }

  List<Map<String, Object>> list(String... path) {
    return mappings(at(path));
  }

  /** Labels, or what else maps text to text; empty where there is none. */
  Map<String, Object> labels() {
    return map("metadata", "labels");
  }

  /** The pod that this makes, if it makes one. */
  @Nullable Map<String, Object> pod() {
    return switch (kind()) {
      case "Deployment" -> map("spec", "template", "spec");
      case "ServingRuntime" -> map("spec");
      default -> null;
    };
  }

  /** The labels that its pods have. */
  Map<String, Object> podLabels() {
    return kind().equals("Deployment")
        ? map("spec", "template", "metadata", "labels")
        : map("spec", "labels");
  }

  static @Nullable Object at(@Nullable Object from, String... path) {
    Object value = from;
    for (String step : path) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return value;
  }

  /** An empty one for null. */
  @SuppressWarnings("unchecked") // the keys of these documents are strings
  static Map<String, Object> mapping(@Nullable Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  /** An empty one for null. */
  static List<Map<String, Object>> mappings(@Nullable Object value) {
    List<Map<String, Object>> mappings = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(element -> mappings.add(mapping(element)));
    }
    return mappings;
  }

  /** Shows {@code visitor} every text in the document, keys excepted. */
  void texts(Consumer<String> visitor) {
    texts(content, visitor);
  }

  private static void texts(@Nullable Object value, Consumer<String> visitor) {
    switch (value) {
      case Map<?, ?> map -> map.values().forEach(element -> texts(element, visitor));
      case List<?> list -> list.forEach(element -> texts(element, visitor));
      case String text -> visitor.accept(text);
      case null, default -> {}
    }
  }

  @Override
  public String toString() {
    return kind() + " " + name();
  }
}
