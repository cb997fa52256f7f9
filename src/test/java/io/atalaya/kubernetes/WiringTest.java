package io.atalaya.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
    Manifest file = Kustomize.find(directory, "ConfigMap", "atalaya-monitoring-");
    Manifest deployment = Kustomize.find(directory, "Deployment", "atalaya");

    assertTrue(
        Manifest.mappings(Manifest.mapping(deployment.pod()).get("volumes")).stream()
            .anyMatch(volume -> file.name().equals(Manifest.at(volume, "configMap", "name"))));
    Assertions.assertDoesNotThrow(
        () -> ConfigurationText.of(file.text("data", "model-monitoring.yaml")).settings());
  }

  @Test
  void openShiftChoosesTheUser() {
    Manifest deployment = Kustomize.find(OPENSHIFT, "Deployment", "atalaya");
    Map<String, Object> context = deployment.map("spec", "template", "spec", "securityContext");

    assertEquals(Set.of("runAsNonRoot", "seccompProfile"), context.keySet());
  }

  /** One whose start fails, because of its settings for example, ends no instance that runs. */
  @Test
  void aSuccessorIsReadyBeforeItsPredecessorEnds() {
    Manifest deployment = Kustomize.find(BASE, "Deployment", "atalaya");

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
        Kustomize.find(Path.of("k8s/components/gpu-nodes"), "Deployment", "atalaya");
    Map<String, Object> pod = Manifest.mapping(deployment.pod());
    Map<String, Object> container = Manifest.mappings(pod.get("containers")).getFirst();

    assertTrue(String.valueOf(container.get("image")).startsWith("atalaya/atalaya-native:"));
    assertFalse(String.valueOf(container.get("resources")).contains("gpu"));
    assertTrue(String.valueOf(pod.get("tolerations")).contains("nvidia.com/gpu"));
    assertFalse(Environment.of(deployment).names().contains("JAVA_TOOL_OPTIONS"));
  }
}
