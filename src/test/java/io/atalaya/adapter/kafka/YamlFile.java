package io.atalaya.adapter.kafka;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** Reads documents of YAML, or of JSON, which YAML has in it. */
public final class YamlFile {

  private YamlFile() {}

  public static Map<String, Object> read(Path file) throws IOException {
    return mapping(new Yaml().load(Files.readString(file)));
  }

  /** The mapping at {@code path}, every step of which has to exist. */
  public static Map<String, Object> mapping(Object from, String... path) {
    Map<String, Object> mapping = cast(from);
    for (String key : path) {
      assertTrue(mapping.containsKey(key), key);
      mapping = cast(mapping.get(key));
    }
    return mapping;
  }

  @SuppressWarnings("unchecked") // the keys of these documents are strings
  private static Map<String, Object> cast(Object value) {
    return (Map<String, Object>) assertInstanceOf(Map.class, value);
  }
}
