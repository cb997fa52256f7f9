package io.atalaya.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.atalaya.kubernetes.KnownVariables;
import io.atalaya.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What compose.yaml promises. Nothing here starts a container. */
class ComposeTest {

  private static final Path SCHEMA =
      Path.of("src/test/resources/io/atalaya/compose/compose-spec.json");
  private static final Pattern PINNED = Pattern.compile("([a-z]+/)?[a-z]+:v?\\d+\\.\\d+[\\w.-]*");

  private final ComposeFile file = ComposeFile.read();

  ComposeTest() throws IOException {}

  @Test
  void isOfTheSpecification() throws IOException {
    assertEquals(
        List.of(),
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
            .getSchema(Files.readString(SCHEMA))
            .validate(file.json().toString(), InputFormat.JSON)
            .stream()
            .map(Object::toString)
            .toList());
  }

  @Test
  void imagesAreOfAVersion() {
    file.services()
        .forEach(
            (name, service) ->
                assertTrue(
                    PINNED.matcher(service.path("image").asText()).matches(),
                    name + ": " + service.path("image")));
  }

  @Test
  void portsAreThoseOfThisMachine() {
    for (JsonNode service : file.services().values()) {
      service
          .path("ports")
          .forEach(port -> assertTrue(port.asText().startsWith("127.0.0.1:"), port::asText));
    }
  }

  @Test
  void whatIsMountedIsThere() {
    for (String service : file.services().keySet()) {
      file.mounts(service).values().forEach(path -> assertTrue(Files.exists(path), path::toString));
    }
    assertTrue(Files.exists(Path.of(file.service("atalaya").at("/build/dockerfile").asText())));
  }

  @Test
  void secretsAreFilesAndOnlyThose() throws IOException {
    assertEquals("./target/compose/token", file.json().at("/secrets/token/file").asText());
    for (JsonNode service : file.services().values()) {
      service
          .path("environment")
          .properties()
          .forEach(
              entry ->
                  assertFalse(
                      entry.getKey().matches(".*(PASSWORD|SECRET|TOKEN)(?!.*FILE).*"),
                      entry::getKey));
    }
    assertTrue(ComposeFile.text().contains("internal: true"));
    assertEquals("[\"history\"]", file.service("postgres").path("networks").toString());
    assertTrue(file.service("postgres").path("ports").isMissingNode());
  }

  @Test
  void theServiceReadsItsEnvironment() throws IOException {
    KnownVariables known = KnownVariables.read();
    file.service("atalaya")
        .path("environment")
        .fieldNames()
        .forEachRemaining(name -> assertTrue(known.has(name), name));
    assertTrue(
        file.mounts("atalaya")
            .containsKey(
                file.service("atalaya").at("/environment/SMALLRYE_CONFIG_LOCATIONS").asText()));
  }

  /** The image makes settings of the broker of the environment's names. */
  @Test
  void theBrokerReadsItsEnvironment() {
    Set<String> known = AbstractKafkaConfig.CONFIG_DEF.names();
    file.service("kafka")
        .path("environment")
        .fieldNames()
        .forEachRemaining(
            name -> {
              String setting =
                  name.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
              assertTrue(known.contains(setting), () -> name + " is no setting of a broker");
            });
  }

  /** Whoever is waited for to be healthy says whether he is; conditions are never left out. */
  @Test
  void whoIsWaitedForSaysThatHeIsThere() {
    Set<String> unhealthy = new TreeSet<>();
    file.services()
        .forEach(
            (name, service) -> {
              if (service.path("healthcheck").isMissingNode()) {
                unhealthy.add(name);
              }
            });
    assertEquals(Set.of("atalaya"), unhealthy);
    for (JsonNode service : file.services().values()) {
      service
          .path("depends_on")
          .properties()
          .forEach(
              entry ->
                  assertEquals(
                      unhealthy.contains(entry.getKey()) ? "service_started" : "service_healthy",
                      entry.getValue().path("condition").asText(),
                      entry::getKey));
    }
  }

  @Test
  void prometheusTakesItsConfiguration(@TempDir Path directory) throws IOException {
    Tool promtool = Tool.orSkip("promtool");
    Path configuration = directory.resolve("prometheus.yaml");
    Files.copy(Path.of("compose/prometheus.yaml"), configuration);
    Path rules = Files.createDirectory(directory.resolve("rules"));
    Path mounted =
        Objects.requireNonNull(file.mounts("prometheus").get("/etc/prometheus/rules"), "rules");
    try (var files = Files.list(mounted)) {
      for (Path rule : files.toList()) {
        Files.copy(rule, rules.resolve(rule.getFileName()));
      }
    }
    promtool.run("check", "config", configuration.toString()).orFail();
  }

  @Test
  void alertmanagerTakesItsConfiguration() {
    Tool.orSkip("amtool").run("check-config", "compose/alertmanager.yaml").orFail();
  }

  /** Servers are asked by the names and ports that they have in this network. */
  @Test
  void addressesAreThoseOfServices() throws IOException {
    Map<String, String> listens =
        Map.of(
            "kafka",
            "19092",
            "redis",
            "6379",
            "postgres",
            "5432",
            "atalaya",
            "9000",
            "alertmanager",
            "9093",
            "prometheus",
            "9090");
    String all =
        file.service("atalaya").path("environment")
            + Files.readString(Path.of("compose/prometheus.yaml"))
            + Files.readString(Path.of("compose/grafana/datasources.yaml"));
    listens.forEach(
        (name, port) -> {
          assertFalse(file.service(name).isMissingNode(), name);
          assertTrue(all.contains(name + ":" + port), name);
        });
  }
}
