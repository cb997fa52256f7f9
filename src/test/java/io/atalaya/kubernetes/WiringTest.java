package io.atalaya.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.bootstrap.ConfigurationText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What objects say of each other: selectors, ports, names. */
class WiringTest {

  private static final Path BASE = Path.of("k8s/base");
  private static final Path OPENSHIFT = Path.of("k8s/overlays/openshift");
  private static final Map<String, Object> ATALAYA = Map.of("app.kubernetes.io/name", "atalaya");

  static List<Path> directories() throws Exception {
    return Kustomize.directories().toList();
  }

  @ParameterizedTest
  @MethodSource("directories")
  void everySelectorFindsPods(Path directory) throws Exception {
    List<Manifest> all = everything(directory);
    for (Manifest manifest : Kustomize.render(directory)) {
      switch (manifest.kind()) {
        case "Service" -> assertFinds(all, manifest, manifest.map("spec", "selector"));
        case "PodDisruptionBudget", "PodMonitor" ->
            assertFinds(all, manifest, manifest.map("spec", "selector", "matchLabels"));
        case "NetworkPolicy" ->
            assertFinds(all, manifest, manifest.map("spec", "podSelector", "matchLabels"));
        case "Deployment" -> {
          Map<String, Object> selector = manifest.map("spec", "selector", "matchLabels");
          assertFalse(selector.isEmpty());
          assertTrue(manifest.podLabels().entrySet().containsAll(selector.entrySet()));
        }
        default -> {}
      }
    }
  }

  private static void assertFinds(List<Manifest> all, Manifest by, Map<String, Object> selector) {
    assertFalse(selector.isEmpty(), by + " selects everything");
    assertTrue(
        all.stream().anyMatch(m -> m.podLabels().entrySet().containsAll(selector.entrySet())),
        () -> by + " finds no pod: " + selector);
  }

  /** What an object may refer to: its own directory, and the examples of model servers. */
  private static List<Manifest> everything(Path directory) {
    List<Manifest> all = new ArrayList<>(Kustomize.render(directory));
    all.addAll(Kustomize.render(Path.of("k8s/examples/openvino")));
    all.addAll(Kustomize.render(Path.of("k8s/examples/granite")));
    return all;
  }

  @ParameterizedTest
  @MethodSource("directories")
  void everyNamedPortIsAPort(Path directory) {
    for (Manifest manifest : Kustomize.render(directory)) {
      Set<Object> named = new HashSet<>();
      Map<String, Object> labels = Map.of();
      switch (manifest.kind()) {
        case "Service" -> {
          manifest.list("spec", "ports").forEach(port -> named.add(port.get("targetPort")));
          labels = manifest.map("spec", "selector");
        }
        case "PodMonitor" -> {
          manifest.list("spec", "podMetricsEndpoints").forEach(e -> named.add(e.get("port")));
          labels = manifest.map("spec", "selector", "matchLabels");
        }
        case "NetworkPolicy" -> {
          manifest.list("spec", "ingress").forEach(rule -> named.addAll(ports(rule)));
          labels = manifest.map("spec", "podSelector", "matchLabels");
        }
        case "Deployment", "ServingRuntime" -> {
          for (Map<String, Object> container :
              Manifest.mappings(Manifest.mapping(manifest.pod()).get("containers"))) {
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
              Object port = Manifest.at(container, probe, "httpGet", "port");
              if (port != null) {
                named.add(port);
              }
            }
          }
          labels = manifest.podLabels();
        }
        default -> {}
      }
      Set<Object> open = openPorts(everything(directory), labels);
      assertTrue(open.containsAll(named), () -> manifest + ": " + named + " of " + open);
    }
  }

  private static List<Object> ports(Map<String, Object> rule) {
    return Manifest.mappings(rule.get("ports")).stream().map(port -> port.get("port")).toList();
  }

  private static Set<Object> openPorts(List<Manifest> all, Map<String, Object> labels) {
    Set<Object> open = new HashSet<>();
    all.stream()
        .filter(manifest -> manifest.podLabels().entrySet().containsAll(labels.entrySet()))
        .flatMap(m -> Manifest.mappings(Manifest.mapping(m.pod()).get("containers")).stream())
        .flatMap(container -> Manifest.mappings(container.get("ports")).stream())
        .forEach(port -> open.add(port.get("name")));
    return open;
  }

  @ParameterizedTest
  @MethodSource("directories")
  void everyMountHasItsVolume(Path directory) {
    for (Manifest manifest : Kustomize.render(directory)) {
      Map<String, Object> pod = Manifest.mapping(manifest.pod());
      Set<Object> volumes = new HashSet<>();
      Manifest.mappings(pod.get("volumes")).forEach(volume -> volumes.add(volume.get("name")));
      Set<Object> mounted = new HashSet<>();
      Manifest.mappings(pod.get("containers")).stream()
          .flatMap(container -> Manifest.mappings(container.get("volumeMounts")).stream())
          .forEach(mount -> mounted.add(mount.get("name")));
      assertEquals(volumes, mounted, manifest::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"k8s/base", "k8s/overlays/dev", "k8s/overlays/prod"})
  void theMonitoringFileIsTheOneThatIsNamed(Path directory) {
    List<Manifest> all = Kustomize.render(directory);
    Manifest file = find(all, "ConfigMap", "atalaya-monitoring-");
    Manifest deployment = find(all, "Deployment", "atalaya");

    assertTrue(
        Manifest.mappings(Manifest.mapping(deployment.pod()).get("volumes")).stream()
            .anyMatch(volume -> file.name().equals(Manifest.at(volume, "configMap", "name"))));
    Assertions.assertDoesNotThrow(
        () -> ConfigurationText.of(file.text("data", "model-monitoring.yaml")).settings());
  }

  /**
   * The port of metrics and health has a Service of its own, which no route and no policy opens.
   */
  @Test
  void theManagementPortIsOnNoWayIn() {
    for (Path directory : List.of(BASE, OPENSHIFT)) {
      List<Manifest> all = Kustomize.render(directory);
      List<Object> ofApi =
          find(all, "Service", "atalaya").list("spec", "ports").stream()
              .map(port -> port.get("targetPort"))
              .toList();
      assertEquals(List.of("http"), ofApi);
      List<Map<String, Object>> rules =
          find(all, "NetworkPolicy", "atalaya").list("spec", "ingress");
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
    Manifest route = find(Kustomize.render(OPENSHIFT), "Route", "atalaya");
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
    List<Manifest> all = Kustomize.render(directory);
    Set<Object> permitted = new HashSet<>();
    for (Manifest policy : all) {
      if (policy.kind().equals("NetworkPolicy")) {
        assertEquals(ATALAYA, policy.map("spec", "podSelector", "matchLabels"));
        policy.list("spec", "egress").forEach(rule -> permitted.addAll(ports(rule)));
        assertTrue(String.valueOf(policy.at("spec", "policyTypes")).contains("Egress"));
      }
    }
    Manifest main = find(all, "NetworkPolicy", "atalaya");
    assertEquals(List.of("Ingress", "Egress"), main.at("spec", "policyTypes"));
    assertTrue(permitted.contains(53) || permitted.contains(5353), "DNS: " + permitted);
    Environment environment = Environment.of(find(all, "Deployment", "atalaya"));
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

  @Test
  void openShiftChoosesTheUser() {
    Manifest deployment = find(Kustomize.render(OPENSHIFT), "Deployment", "atalaya");
    Map<String, Object> context = deployment.map("spec", "template", "spec", "securityContext");

    assertEquals(Set.of("runAsNonRoot", "seccompProfile"), context.keySet());
  }

  /** One whose start fails, because of its settings for example, ends no instance that runs. */
  @Test
  void aSuccessorIsReadyBeforeItsPredecessorEnds() {
    Manifest deployment = find(Kustomize.render(BASE), "Deployment", "atalaya");

    assertEquals(0, deployment.at("spec", "strategy", "rollingUpdate", "maxUnavailable"));
    assertEquals(1, deployment.at("spec", "strategy", "rollingUpdate", "maxSurge"));
    // Longer than a session, so that the group is at rest before the next step.
    int settles = Integer.parseInt(deployment.text("spec", "minReadySeconds"));
    assertTrue(settles > 12, () -> settles + " s");
    assertEquals(
        "metadata.name",
        Environment.of(deployment).source("ATALAYA_INSTANCE", "fieldRef", "fieldPath"));
  }

  /** On the nodes of GPUs, and without one. */
  @Test
  void theNativeExecutableTakesNoGpu() {
    Manifest deployment =
        find(Kustomize.render(Path.of("k8s/components/gpu-nodes")), "Deployment", "atalaya");
    Map<String, Object> pod = Manifest.mapping(deployment.pod());
    Map<String, Object> container = Manifest.mappings(pod.get("containers")).getFirst();

    assertTrue(String.valueOf(container.get("image")).startsWith("atalaya/atalaya-native:"));
    assertFalse(String.valueOf(container.get("resources")).contains("gpu"));
    assertTrue(String.valueOf(pod.get("tolerations")).contains("nvidia.com/gpu"));
    assertFalse(Environment.of(deployment).names().contains("JAVA_TOOL_OPTIONS"));
  }

  static Manifest find(List<Manifest> all, String kind, String name) {
    return all.stream()
        .filter(m -> m.kind().equals(kind))
        .filter(m -> m.name().equals(name) || (name.endsWith("-") && m.name().startsWith(name)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }
}
