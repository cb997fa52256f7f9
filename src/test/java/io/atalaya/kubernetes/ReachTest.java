package io.atalaya.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who reaches what: what the service needs is permitted, and no way from outside leads to metrics.
 */
class ReachTest {

  private static final Path BASE = Path.of("k8s/base");
  private static final Path OPENSHIFT = Path.of("k8s/overlays/openshift");
  private static final Map<String, Object> ATALAYA = Map.of("app.kubernetes.io/name", "atalaya");

  /**
   * The port of metrics and health has a Service of its own, which no route and no policy opens.
   */
  @Test
  void theManagementPortIsOnNoWayIn() {
    for (Path directory : List.of(BASE, OPENSHIFT)) {
      List<Object> ofApi =
          Kustomize.find(directory, "Service", "atalaya").list("spec", "ports").stream()
              .map(port -> port.get("targetPort"))
              .toList();
      assertEquals(List.of("http"), ofApi);
      List<Map<String, Object>> rules =
          Kustomize.find(directory, "NetworkPolicy", "atalaya").list("spec", "ingress");
      for (Map<String, Object> rule : rules) {
        if (ports(rule).contains("management")) {
          assertEquals(List.of("management"), ports(rule));
          String from = String.valueOf(rule.get("from"));
          assertEquals(1, Manifest.mappings(rule.get("from")).size(), from);
          assertTrue(from.contains("namespaceSelector") && from.contains("monitoring"), from);
        }
      }
      assertEquals(2, rules.size());
    }
    Manifest route = Kustomize.find(OPENSHIFT, "Route", "atalaya");
    assertEquals("atalaya", route.at("spec", "to", "name"));
    assertEquals("http", route.at("spec", "port", "targetPort"));
    assertNotNull(route.at("spec", "tls", "termination"));
  }

  /** Denied is what no policy permits, so each of the servers that are named needs one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "k8s/base",
        "k8s/overlays/dev",
        "k8s/overlays/prod",
        "k8s/overlays/openshift",
        "k8s/components/postgres-tls"
      })
  void whatTheServiceTalksToIsPermitted(Path directory) {
    Set<Object> permitted = new HashSet<>();
    for (Manifest policy : Kustomize.render(directory)) {
      if (policy.kind().equals("NetworkPolicy")) {
        assertEquals(ATALAYA, policy.map("spec", "podSelector", "matchLabels"));
        policy.list("spec", "egress").forEach(rule -> permitted.addAll(ports(rule)));
        assertTrue(String.valueOf(policy.at("spec", "policyTypes")).contains("Egress"));
      }
    }
    Manifest main = Kustomize.find(directory, "NetworkPolicy", "atalaya");
    assertEquals(List.of("Ingress", "Egress"), main.at("spec", "policyTypes"));
    assertTrue(permitted.contains(53) || permitted.contains(5353), "DNS: " + permitted);
    Environment environment = Environment.of(Kustomize.find(directory, "Deployment", "atalaya"));
    String kafka = environment.value("KAFKA_BOOTSTRAP_SERVERS");
    assertTrue(permitted.contains(port(kafka)), kafka + " of " + permitted);
    assertTrue(permitted.contains(6379), "Redis: " + permitted);
    assertEquals(
        environment.names().contains("QUARKUS_DATASOURCE_JDBC_URL"), permitted.contains(5432));
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** A label that kustomize put into the peer of a policy would shut that peer out. */
  @Test
  void theLabelOfTheServiceIsNotAskedOfOthers() {
    for (Manifest policy : Kustomize.render(BASE)) {
      if (policy.kind().equals("NetworkPolicy")) {
        for (Map<String, Object> rule : policy.list("spec", "egress")) {
          assertFalse(String.valueOf(rule).contains("=atalaya"), () -> policy + ": " + rule);
        }
      }
    }
  }

  private static List<Object> ports(Map<String, Object> rule) {
    return Manifest.mappings(rule.get("ports")).stream().map(port -> port.get("port")).toList();
  }
}
