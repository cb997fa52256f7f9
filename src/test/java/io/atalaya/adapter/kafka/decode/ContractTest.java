package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.TopicDefinition;
import io.atalaya.adapter.kafka.Topics;
import io.atalaya.adapter.kafka.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documents in {@code kafka/} against each other and against the decoder. */
class ContractTest {

  private static final Path KAFKA = Path.of("kafka");

  @ParameterizedTest
  @CsvSource({
    "inference.predictions, prediction",
    "inference.outcomes, outcome",
    "inference.interactions, interaction",
    "inference.generations, generation",
    "model.lifecycle, lifecycle",
    "monitoring.references, reference",
    "monitoring.signals, signal",
    "cache.invalidations, invalidation",
  })
  void everyExampleIsValidAndDecoded(String topic, String schemaName) throws IOException {
    EventSchema schema = EventSchema.of(schemaName);
    Optional<Decoding> decoding = EventKind.ofTopic(topic).map(Decoding::new);
    List<String> examples = Files.readAllLines(KAFKA.resolve("examples/" + topic + ".jsonl"));

    assertFalse(examples.isEmpty());
    for (String example : examples) {
      assertEquals(List.of(), schema.errors(example), example);
      decoding.ifPresent(decoder -> decoder.accepted(example));
    }
  }

  @Test
  void everySchemaRefusesAnEmptyObject() throws IOException {
    for (Path file : files("schemas", ".schema.json")) {
      assertFalse(EventSchema.of(file).errors("{}").isEmpty(), file.toString());
    }
  }

  @Test
  void everySchemaHasItsNameAndLetsUnknownFieldsBe() throws IOException {
    for (Path file : files("schemas", ".schema.json")) {
      Map<String, Object> schema = YamlFile.read(file);
      assertEquals("https://json-schema.org/draft/2020-12/schema", schema.get("$schema"));
      String name = file.getFileName().toString().replace(".schema.json", "");
      assertEquals("urn:atalaya:schema:" + name + ":1", schema.get("$id"));
      assertEquals(true, schema.get("additionalProperties"), "unknown fields are ignored");
    }
  }

  @Test
  void theAsyncApiDescribesEveryPublicTopicAsItIsMade() throws IOException {
    Map<String, Object> document = YamlFile.read(KAFKA.resolve("asyncapi.yaml"));
    assertEquals("3.0.0", document.get("asyncapi"));
    Set<String> described = new TreeSet<>();
    for (Object channel : YamlFile.mapping(document, "channels").values()) {
      String topic = (String) YamlFile.mapping(channel).get("address");
      described.add(topic);
      TopicDefinition definition =
          Topics.definitions().stream()
              .filter(candidate -> candidate.name().equals(topic))
              .findFirst()
              .orElseThrow(() -> new AssertionError(topic + " is no topic of ours"));
      Map<String, Object> binding = YamlFile.mapping(channel, "bindings", "kafka");
      assertEquals(definition.partitions(), binding.get("partitions"), topic);
      Map<String, Object> configuration = YamlFile.mapping(binding, "topicConfiguration");
      assertEquals(definition.config().get("cleanup.policy"), policies(configuration), topic);
      Object retention = configuration.get("retention.ms");
      assertEquals(
          definition.config().get("retention.ms"),
          retention == null ? null : retention.toString(),
          topic);
    }
    Set<String> published = new TreeSet<>();
    Topics.definitions().forEach(definition -> published.add(definition.name()));
    published.removeAll(
        Set.of(
            Topics.SCORES,
            Topics.REKEYED,
            Topics.DIGESTS,
            Topics.PARTIALS,
            Topics.SNAPSHOTS,
            Topics.STATE)); // internal
    assertEquals(published, described);
  }

  @Test
  void everyReferenceOfTheAsyncApiHasItsTarget() throws IOException {
    Map<String, Object> document = YamlFile.read(KAFKA.resolve("asyncapi.yaml"));
    List<String> references = new ArrayList<>();
    collectReferences(document, references);
    Set<String> schemas = new TreeSet<>();
    for (String reference : references) {
      if (reference.startsWith("#/")) {
        String[] path = reference.substring(2).split("/");
        YamlFile.mapping(document, path);
      } else {
        assertTrue(Files.isRegularFile(KAFKA.resolve(reference)), reference);
        schemas.add(reference);
      }
    }
    assertEquals(files("schemas", ".schema.json").size(), schemas.size(), "a schema is not named");
  }

  @Test
  void theAsyncApiNamesEveryReason() throws IOException {
    Map<String, Object> document = YamlFile.read(KAFKA.resolve("asyncapi.yaml"));

    assertEquals(
        Stream.of(Reason.values()).map(Reason::wireName).toList(),
        YamlFile.mapping(document, "components", "messages", "deadLetter", "headers", "properties")
            .values()
            .stream()
            .map(header -> YamlFile.mapping(header))
            .map(header -> header.get("enum"))
            .findFirst()
            .orElseThrow());
  }

  @Test
  void theReadmeHasARemedyForEveryReason() throws IOException {
    String readme = Files.readString(KAFKA.resolve("README.md"));
    for (Reason reason : Reason.values()) {
      assertTrue(readme.contains("| `" + reason.wireName() + "` |"), reason.wireName());
    }
  }

  private static List<Path> files(String folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(KAFKA.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static String policies(Map<String, Object> configuration) {
    return ((List<?>) configuration.getOrDefault("cleanup.policy", List.of()))
        .stream().map(Object::toString).collect(Collectors.joining(","));
  }

  private static void collectReferences(Object value, List<String> references) {
    switch (value) {
      case Map<?, ?> map -> {
        if (map.get("$ref") instanceof String reference) {
          references.add(reference);
        }
        map.values().forEach(child -> collectReferences(child, references));
      }
      case List<?> list -> list.forEach(child -> collectReferences(child, references));
      case null, default -> {}
    }
  }
}
