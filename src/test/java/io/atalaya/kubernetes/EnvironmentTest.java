package io.atalaya.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every environment variable of the manifests is one that somebody reads: Quarkus' extensions say
 * theirs in the jars on the class path, Kafka's clients know theirs, and ours are documented.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvironmentTest {

  private static final Pattern NAMED_BUCKET = Pattern.compile("__[A-Z0-9]+__");
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\|");

  private final Set<String> ofQuarkus = new HashSet<>();
  private final Set<String> ofAtalaya = new HashSet<>();

  @BeforeAll
  void readWhatIsKnown() throws IOException {
    ObjectMapper json = new ObjectMapper();
    for (URL model :
        Collections.list(
            getClass()
                .getClassLoader()
                .getResources("META-INF/quarkus-config-doc/quarkus-config-model.json"))) {
      try (InputStream content = model.openStream()) {
        for (JsonNode name : json.readTree(content).findValues("environmentVariable")) {
          ofQuarkus.add(name.asText());
        }
      }
    }
    // Below a model the environment sets nothing.
    String page = Files.readString(Path.of("docs/configuration.md"));
    String keys = page.substring(page.indexOf("\n## Keys"), page.indexOf("\n### A model"));
    DOCUMENTED
        .matcher(keys)
        .results()
        .forEach(key -> ofAtalaya.add("ATALAYA_" + upper(key.group(1))));
  }

  static List<Path> directories() throws IOException {
    return Kustomize.directories().toList();
  }

  @ParameterizedTest
  @MethodSource("directories")
  void everyVariableIsKnown(Path directory) {
    for (Manifest manifest : Kustomize.render(directory)) {
      if (manifest.is("Deployment", "atalaya")) {
        for (String name : Environment.of(manifest).names()) {
          assertTrue(isKnown(name), () -> name + " is read by nobody");
        }
      }
    }
  }

  @Test
  void aMisspelledVariableIsNotKnown() {
    assertFalse(isKnown("QUARKUS_REDIS_HOST"));
    assertFalse(isKnown("QUARKUS_TLS__REDIS__TRUST_STORE_PEM_CERT"));
    assertFalse(isKnown("KAFKA_SASL_JAAS"));
    assertFalse(isKnown("ATALAYA_TOKEN_FILE"));
    assertFalse(isKnown("JAVA_OPTS"));
  }

  private boolean isKnown(String name) {
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

  /** What must not be read by whoever may read a Deployment comes from a Secret. */
  @Test
  void whatIsSecretComesFromSecrets() {
    for (String component : List.of("kafka-tls", "redis-tls", "postgres-tls", "reports")) {
      Environment environment =
          Environment.of(
              Kustomize.find(Path.of("k8s/components", component), "Deployment", "atalaya"));
      for (String name : environment.names()) {
        if (name.contains("PASSWORD") || name.contains("JAAS")) {
          assertNotEquals(null, environment.source(name, "secretKeyRef", "key"), name);
        }
      }
      if (component.equals("redis-tls")) {
        assertEquals("url", environment.source("QUARKUS_REDIS_HOSTS", "secretKeyRef", "key"));
        assertEquals("null", environment.value("QUARKUS_REDIS_HOSTS"));
      }
    }
  }

  private static String upper(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }
}
