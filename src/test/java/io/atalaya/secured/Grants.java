package io.atalaya.secured;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** The rights that {@code kafka/grant-acls.sh} gives. */
final class Grants {

  private static final Map<String, ResourceType> RESOURCES =
      Map.of(
          "--topic", ResourceType.TOPIC,
          "--group", ResourceType.GROUP,
          "--transactional-id", ResourceType.TRANSACTIONAL_ID);

  private Grants() {}

  /** Runs the script, whose command only prints the arguments. */
  static List<AclBinding> to(String user, boolean publishing)
      throws IOException, InterruptedException {
    ProcessBuilder script = new ProcessBuilder("sh", "kafka/grant-acls.sh");
    List.of("BOOTSTRAP", "COMMAND_CONFIG").forEach(script.environment()::remove);
    script.environment().put("PRINCIPAL", "User:" + user);
    script.environment().put("PUBLISHING", publishing ? "yes" : "no");
    script.environment().put("KAFKA_ACLS", "echo");
    Process process = script.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.lines().flatMap(line -> bindings(line.split(" ")).stream()).toList();
  }

  private static List<AclBinding> bindings(String[] arguments) {
    String principal = "";
    String name = "";
    ResourceType resource = ResourceType.UNKNOWN;
    PatternType pattern = PatternType.UNKNOWN;
    List<AclOperation> operations = new ArrayList<>();
    for (int i = 0; i < arguments.length - 1; i++) {
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--allow-principal" -> principal = value;
        case "--resource-pattern-type" ->
            pattern = PatternType.fromString(value.toUpperCase(Locale.ROOT));
        case "--operation" ->
            operations.add(AclOperation.fromString(value.toUpperCase(Locale.ROOT)));
        case "--topic", "--group", "--transactional-id" -> {
          resource = RESOURCES.get(arguments[i]);
          name = value;
        }
        default -> {}
      }
    }
    ResourcePattern where = new ResourcePattern(resource, name, pattern);
    String who = principal;
    return operations.stream()
        .map(
            operation ->
                new AclBinding(
                    where, new AccessControlEntry(who, "*", operation, AclPermissionType.ALLOW)))
        .toList();
  }
}
