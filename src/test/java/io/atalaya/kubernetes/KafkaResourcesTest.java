package io.atalaya.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.TopicDefinition;
import io.atalaya.adapter.kafka.Topics;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics, users and instances against what the service makes and reads. */
class KafkaResourcesTest {

  private static final Path STRIMZI = Path.of("k8s/components/strimzi");
  private static final Path AUTOSCALING = Path.of("k8s/components/autoscaling");
  private static final Path KAFKA = Path.of("k8s/examples/kafka");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka/topics",
        "k8s/components/strimzi",
        "k8s/overlays/dev",
        "k8s/overlays/prod",
        "k8s/overlays/openshift"
      })
  void theTopicsAreThoseOfTheService(Path directory) {
    Map<String, TopicDefinition> rendered = new TreeMap<>();
    for (Manifest manifest : Kustomize.render(directory)) {
      if (manifest.kind().equals("KafkaTopic")) {
        Map<String, String> config = new HashMap<>();
        manifest.map("spec", "config").forEach((key, value) -> config.put(key, value.toString()));
        rendered.put(
            manifest.name(),
            new TopicDefinition(
                manifest.name(), Integer.parseInt(manifest.text("spec", "partitions")), config));
      }
    }

    assertEquals(
        Topics.definitions().stream()
            .collect(Collectors.toMap(TopicDefinition::name, topic -> topic)),
        rendered);
  }

  /** A broker that misses one refuses the topics. */
  @Test
  void thereAreAsManyBrokersAsCopies() {
    int brokers =
        Integer.parseInt(Kustomize.find(KAFKA, "KafkaNodePool", "broker").text("spec", "replicas"));
    for (Manifest topic : Kustomize.render(STRIMZI)) {
      if (topic.kind().equals("KafkaTopic")) {
        assertEquals(brokers, topic.at("spec", "replicas"), topic.name());
      }
    }
  }

  @Test
  void everyObjectIsForTheClusterOfTheExample() {
    String cluster = Kustomize.render(KAFKA).stream().map(Manifest::name).findFirst().orElseThrow();
    for (Path directory : List.of(STRIMZI, AUTOSCALING)) {
      for (Manifest manifest : Kustomize.render(directory)) {
        if (manifest.kind().startsWith("Kafka")) {
          assertEquals(cluster, manifest.labels().get("strimzi.io/cluster"), manifest.name());
        }
      }
    }
  }

  @Test
  void theServiceMayDoWhatItDoesWithEachTopicAndNoMore() {
    Map<String, Set<AclOperation>> permitted = byTopic(KafkaUsers.acls(STRIMZI, "atalaya"));
    Map<String, Set<AclOperation>> needed = new TreeMap<>();
    for (TopicDefinition topic : Topics.definitions()) {
      Set<AclOperation> operations =
          new TreeSet<>(Set.of(AclOperation.DESCRIBE, AclOperation.WRITE));
      if (!topic.name().equals(Topics.DEAD_LETTERS)) {
        operations.add(AclOperation.READ);
      }
      if (topic.name().equals(Topics.SNAPSHOTS)) {
        operations.add(AclOperation.DELETE);
      }
      needed.put(topic.name(), operations);
    }

    assertEquals(needed, permitted);
  }

  @Test
  void producersPublishWhatIsPublicAndReadNothing() {
    Map<String, Set<AclOperation>> permitted =
        byTopic(KafkaUsers.acls(STRIMZI, "atalaya-producer"));

    assertEquals(
        Set.of(
            Topics.PREDICTIONS,
            Topics.OUTCOMES,
            Topics.INTERACTIONS,
            Topics.GENERATIONS,
            Topics.LIFECYCLE),
        permitted.keySet());
    permitted
        .values()
        .forEach(
            operations ->
                assertEquals(Set.of(AclOperation.DESCRIBE, AclOperation.WRITE), operations));
  }

  /** KEDA asks for the lag of every input, and can read none. */
  @Test
  void theScalerOnlyAsks() {
    Collection<AclBinding> acls = KafkaUsers.acls(AUTOSCALING, "atalaya-scaler");

    assertEquals(
        Set.of(AclOperation.DESCRIBE),
        acls.stream().map(acl -> acl.entry().operation()).collect(Collectors.toSet()));
    for (String input : Topics.INDEXED) {
      if (!input.equals(Topics.SNAPSHOTS)) {
        assertTrue(
            acls.stream()
                .map(acl -> acl.pattern())
                .anyMatch(
                    topic ->
                        topic.name().equals(input)
                            || (topic.name().endsWith(".") && input.startsWith(topic.name()))),
            input);
      }
    }
  }

  private static Map<String, Set<AclOperation>> byTopic(Collection<AclBinding> acls) {
    Map<String, Set<AclOperation>> operations = new TreeMap<>();
    for (AclBinding acl : acls) {
      if (acl.pattern().resourceType() == ResourceType.TOPIC) {
        operations
            .computeIfAbsent(acl.pattern().name(), unused -> new TreeSet<>())
            .add(acl.entry().operation());
      }
    }
    return operations;
  }
}
