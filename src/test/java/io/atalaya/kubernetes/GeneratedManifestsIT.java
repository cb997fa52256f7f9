package io.atalaya.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.yaml.snakeyaml.Yaml;

/**
 * What the build writes for a developer's own cluster, against the base: less, but nothing else.
 * See {@code docs/decisions/0037-manifests.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedManifestsIT {

  private static final Path GENERATED = Path.of("target/kubernetes/kubernetes.yml");

  private List<Manifest> generated = List.of();
  private List<Manifest> base = List.of();

  @BeforeAll
  void read() throws IOException {
    generated =
        StreamSupport.stream(new Yaml().loadAll(Files.readString(GENERATED)).spliterator(), false)
            .map(Manifest::of)
            .toList();
    base = Kustomize.render(Path.of("k8s/base"));
  }

  @Test
  void nothingIsGeneratedThatOnlyAClusterForOthersNeeds() {
    assertEquals(
        Set.of("Service atalaya", "Deployment atalaya"),
        generated.stream().map(Manifest::toString).collect(Collectors.toSet()));
    generated.forEach(manifest -> assertEquals(List.of(), Validation.problems(manifest)));
  }

  /** The same pods are found, so that one kind of deployment can follow the other. */
  @Test
  void selectorsAreTheSame() {
    for (String kind : List.of("Deployment", "Service")) {
      assertEquals(
          find(base, kind, "atalaya").map("spec", "selector"),
          find(generated, kind, "atalaya").map("spec", "selector"));
    }
  }

  @Test
  void portsAreTheSame() {
    assertEquals(ports(base), ports(generated));
    assertEquals(
        List.of("http 8080"),
        find(generated, "Service", "atalaya").list("spec", "ports").stream()
            .map(port -> port.get("name") + " " + port.get("port"))
            .toList());
  }

  private static Map<Object, Object> ports(List<Manifest> manifests) {
    Map<Object, Object> ports = new HashMap<>();
    Manifest.mappings(container(manifests).get("ports"))
        .forEach(port -> ports.put(port.get("name"), port.get("containerPort")));
    return ports;
  }

  @Test
  void probesAskTheSameAddresses() {
    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      assertEquals(
          Manifest.at(container(base), probe, "httpGet", "path"),
          Manifest.at(container(generated), probe, "httpGet", "path"));
      assertEquals(
          ports(base).get("management"),
          Manifest.at(container(generated), probe, "httpGet", "port"));
    }
    for (String field : List.of("periodSeconds", "failureThreshold")) {
      assertEquals(
          Manifest.at(container(base), "startupProbe", field),
          Manifest.at(container(generated), "startupProbe", field));
    }
  }

  @Test
  void theUserAndTheNameAreTheSame() {
    for (String field : List.of("runAsNonRoot", "runAsUser", "runAsGroup")) {
      assertEquals(context(base).get(field), context(generated).get(field), field);
    }
    Manifest deployment = find(generated, "Deployment", "atalaya");
    assertEquals(
        "metadata.name",
        Environment.of(deployment).source("ATALAYA_INSTANCE", "fieldRef", "fieldPath"));
  }

  /** A pod that two ways of scraping find is counted twice. */
  @Test
  void scrapingIsTheServiceMonitors() {
    generated.forEach(
        manifest -> assertFalse(manifest.content().toString().contains("prometheus.io")));
  }

  private static Manifest find(List<Manifest> manifests, String kind, String name) {
    return manifests.stream()
        .filter(manifest -> manifest.is(kind, name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }

  private static Map<String, Object> context(List<Manifest> manifests) {
    return find(manifests, "Deployment", "atalaya")
        .map("spec", "template", "spec", "securityContext");
  }

  private static Map<String, Object> container(List<Manifest> manifests) {
    return find(manifests, "Deployment", "atalaya")
        .list("spec", "template", "spec", "containers")
        .getFirst();
  }
}
