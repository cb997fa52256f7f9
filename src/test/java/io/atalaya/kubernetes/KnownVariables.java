package io.atalaya.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The environment variables that the service reads: Quarkus' extensions say theirs in the jars on
 * the class path, Kafka's clients know theirs, and ours are documented.
 *
 * @param ofQuarkus of its extensions
 * @param ofAtalaya our own; below a model the environment sets nothing
 */
public record KnownVariables(Set<String> ofQuarkus, Set<String> ofAtalaya) {

  private static final Pattern NAMED_BUCKET = Pattern.compile("__[A-Z0-9]+__");
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\|");

  /** Reads what is written down of them. */
  public static KnownVariables read() throws IOException {
    Set<String> ofQuarkus = new HashSet<>();
    ObjectMapper json = new ObjectMapper();
    for (URL model :
        Collections.list(
            KnownVariables.class
                .getClassLoader()
                .getResources("META-INF/quarkus-config-doc/quarkus-config-model.json"))) {
      try (InputStream content = model.openStream()) {
        for (JsonNode name : json.readTree(content).findValues("environmentVariable")) {
          ofQuarkus.add(name.asText());
        }
      }
    }
    Set<String> ofAtalaya = new HashSet<>();
    String page = Files.readString(Path.of("docs/configuration.md"));
    String keys = page.substring(page.indexOf("\n## Keys"), page.indexOf("\n### A model"));
    DOCUMENTED
        .matcher(keys)
        .results()
        .forEach(key -> ofAtalaya.add("ATALAYA_" + upper(key.group(1))));
    return new KnownVariables(ofQuarkus, ofAtalaya);
  }

  /** Whether somebody reads it. */
  public boolean has(String name) {
    if (name.startsWith("ATALAYA_")) {
      return ofAtalaya.contains(name);
    }
    if (name.startsWith("KAFKA_")) {
      String setting = name.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
      return ConsumerConfig.configNames().contains(setting)
          && ProducerConfig.configNames().contains(setting)
          && AdminClientConfig.configNames().contains(setting);
    }
    String general = NAMED_BUCKET.matcher(name).replaceAll("__TLS_BUCKET_NAME__");
    return ofQuarkus.contains(general)
        || Set.of("SMALLRYE_CONFIG_LOCATIONS", "JAVA_TOOL_OPTIONS").contains(name);
  }

  private static String upper(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }
}
