package io.atalaya.adapter.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.decode.EventKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The application, the manifests and the script make the same topics. */
class TopicsTest {

  /** What lists the manifests for kustomize. */
  private static final String LIST = "kustomization.yaml";

  @Test
  void theManifestsSayWhatTheApplicationSays() throws IOException {
    Map<String, TopicDefinition> manifests = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of("kafka/topics"))) {
      for (Path file : files.filter(path -> !path.endsWith(LIST)).toList()) {
        Map<String, Object> manifest = YamlFile.read(file);
        assertEquals("kafka.strimzi.io/v1", manifest.get("apiVersion"));
        assertEquals("KafkaTopic", manifest.get("kind"));
        Map<String, Object> spec = YamlFile.mapping(manifest, "spec");
        assertEquals(3, spec.get("replicas"));
        Map<String, String> config = new TreeMap<>();
        YamlFile.mapping(spec, "config").forEach((key, value) -> config.put(key, value.toString()));
        String name = YamlFile.mapping(manifest, "metadata").getOrDefault("name", "").toString();
        assertEquals(name + ".yaml", file.getFileName().toString());
        manifests.put(
            name, new TopicDefinition(name, (int) spec.getOrDefault("partitions", 0), config));
      }
    }

    assertEquals(byName(Topics.definitions()), manifests);
    Object listed = YamlFile.read(Path.of("kafka/topics").resolve(LIST)).get("resources");
    assertEquals(manifests.keySet().stream().map(name -> name + ".yaml").toList(), listed);
  }

  @Test
  void theScriptSaysWhatTheApplicationSays() throws IOException, InterruptedException {
    assertEquals(byName(Topics.definitions()), byName(created(Map.of(), "localhost:9092", "3")));
    assertEquals(
        byName(Topics.definitions(24, 3)),
        byName(
            created(
                Map.of(
                    "BOOTSTRAP", "kafka:9094",
                    "PARTITIONS", "24",
                    "MODEL_PARTITIONS", "3",
                    "REPLICATION", "1"),
                "kafka:9094",
                "1")));
  }

  /** What the script would create: its command only prints the arguments. */
  private static List<TopicDefinition> created(
      Map<String, String> settings, String bootstrap, String replication)
      throws IOException, InterruptedException {
    ProcessBuilder script = new ProcessBuilder("sh", "kafka/create-topics.sh");
    List.of("BOOTSTRAP", "PARTITIONS", "MODEL_PARTITIONS", "REPLICATION", "COMMAND_CONFIG")
        .forEach(script.environment()::remove);
    script.environment().putAll(settings);
    script.environment().put("KAFKA_TOPICS", "echo");
    Process process = script.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output
        .lines()
        .map(line -> definition(List.of(line.split(" ")), bootstrap, replication))
        .toList();
  }

  private static TopicDefinition definition(
      List<String> arguments, String bootstrap, String replication) {
    Map<String, String> options = new TreeMap<>();
    Map<String, String> config = new TreeMap<>();
    List<String> flags = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String option = arguments.get(i);
      if (option.equals("--create") || option.equals("--if-not-exists")) {
        flags.add(option);
      } else if (option.equals("--config")) {
        String[] setting = arguments.get(++i).split("=", 2);
        config.put(setting[0], setting[1]);
      } else {
        options.put(option, arguments.get(++i));
      }
    }
    assertEquals(List.of("--create", "--if-not-exists"), flags);
    assertEquals(bootstrap, options.get("--bootstrap-server"));
    assertEquals(replication, options.get("--replication-factor"));
    return new TopicDefinition(
        options.getOrDefault("--topic", ""),
        Integer.parseInt(options.getOrDefault("--partitions", "0")),
        config);
  }

  @Test
  void equalIndexesAreOfEqualTopics() {
    Map<String, TopicDefinition> definitions = byName(Topics.definitions(8, 5));

    for (TopicDefinition definition : definitions.values()) {
      String name = definition.name();
      if (Topics.INDEXED.contains(name)) {
        assertEquals(8, definition.partitions(), name);
      } else if (Topics.BY_MODEL.contains(name)) {
        assertEquals(5, definition.partitions(), name);
      }
    }
    assertTrue(definitions.keySet().containsAll(Topics.INDEXED));
    assertTrue(definitions.keySet().containsAll(Topics.BY_MODEL));
  }

  @Test
  void everyKindOfEventHasItsTopic() {
    Set<String> names = byName(Topics.definitions()).keySet();
    for (EventKind kind : EventKind.values()) {
      assertTrue(names.contains(kind.topic()), kind.topic());
      assertEquals(kind, EventKind.ofTopic(kind.topic()).orElseThrow());
    }
    assertTrue(EventKind.ofTopic(Topics.REKEYED).isEmpty());
  }

  @Test
  void aTopicHasAPartition() {
    assertThrows(IllegalArgumentException.class, () -> Topics.definitions(0, 6));
    assertThrows(IllegalArgumentException.class, () -> Topics.definitions(12, 0));
  }

  private static Map<String, TopicDefinition> byName(List<TopicDefinition> definitions) {
    return definitions.stream()
        .collect(Collectors.toMap(TopicDefinition::name, definition -> definition));
  }
}
