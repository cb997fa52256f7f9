package io.atalaya.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every environment variable of the manifests is one that somebody reads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvironmentTest {

  private final KnownVariables known = KnownVariables.read();

  EnvironmentTest() throws IOException {}

  static List<Path> directories() throws IOException {
    return Kustomize.directories().toList();
  }

  @ParameterizedTest
  @MethodSource("directories")
  void everyVariableIsKnown(Path directory) {
    for (Manifest manifest : Kustomize.render(directory)) {
      if (manifest.is("Deployment", "atalaya")) {
        for (String name : Environment.of(manifest).names()) {
          assertTrue(known.has(name), () -> name + " is read by nobody");
        }
      }
    }
  }

  @Test
  void aMisspelledVariableIsNotKnown() {
    assertFalse(known.has("QUARKUS_REDIS_HOST"));
    assertFalse(known.has("QUARKUS_TLS__REDIS__TRUST_STORE_PEM_CERT"));
    assertFalse(known.has("KAFKA_SASL_JAAS"));
    assertFalse(known.has("ATALAYA_TOKEN_FILE"));
    assertFalse(known.has("JAVA_OPTS"));
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
}
