package io.atalaya.kubernetes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Strimzi's users as Kafka has them: what the user operator would tell the brokers. */
final class KafkaUsers {

  private static final Map<String, ResourceType> TYPES =
      Map.of(
          "topic", ResourceType.TOPIC,
          "group", ResourceType.GROUP,
          "transactionalId", ResourceType.TRANSACTIONAL_ID,
          "cluster", ResourceType.CLUSTER);

  private KafkaUsers() {}

  /** What the manifest of the user {@code name} in {@code directory} permits. */
  static List<AclBinding> acls(Path directory, String name) {
    Manifest user = Kustomize.find(directory, "KafkaUser", name);
    List<AclBinding> bindings = new ArrayList<>();
    for (Map<String, Object> acl : user.list("spec", "authorization", "acls")) {
      Map<String, Object> resource = Manifest.mapping(acl.get("resource"));
      // Strimzi's "prefix" is Kafka's PREFIXED; literal is the default of both.
      PatternType pattern =
          "prefix".equals(resource.get("patternType")) ? PatternType.PREFIXED : PatternType.LITERAL;
      ResourceType type =
          TYPES.getOrDefault(String.valueOf(resource.get("type")), ResourceType.UNKNOWN);
      for (Object operation : (List<?>) acl.getOrDefault("operations", List.of())) {
        bindings.add(
            new AclBinding(
                new ResourcePattern(type, String.valueOf(resource.get("name")), pattern),
                new AccessControlEntry(
                    "User:" + name,
                    "*",
                    AclOperation.fromString(operation.toString().toUpperCase(Locale.ROOT)),
                    AclPermissionType.ALLOW)));
      }
    }
    return bindings;
  }
}
