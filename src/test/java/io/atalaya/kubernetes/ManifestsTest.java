package io.atalaya.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every object of every directory that kustomize renders. */
class ManifestsTest {

  private static final Pattern TAGGED = Pattern.compile("[a-z0-9./_-]+:[A-Za-z0-9._-]+");
  private static final Pattern SECRET =
      Pattern.compile(
          "(?is).*(password|passwd|token|secret)\\s*[=:]\\s*\\S.*|.*-----BEGIN.*|.*://[^/@\\s]+:[^/@\\s]+@.*");

  static Stream<Path> directories() throws Exception {
    return Kustomize.directories();
  }

  @ParameterizedTest
  @MethodSource("directories")
  void everyObjectIsOfItsKind(Path directory) {
    for (Manifest manifest : Kustomize.render(directory)) {
      assertEquals(List.of(), Validation.problems(manifest), manifest::toString);
    }
  }

  @Test
  void everySchemaIsUsed() throws Exception {
    Set<String> used = new TreeSet<>();
    for (Path directory : directories().toList()) {
      Kustomize.render(directory).forEach(manifest -> used.add(manifest.type()));
    }

    assertTrue(used.containsAll(Validation.withSchema()), used::toString);
  }

  @ParameterizedTest
  @MethodSource("directories")
  void noObjectIsThereTwice(Path directory) {
    Set<String> seen = new TreeSet<>();
    for (Manifest manifest : Kustomize.render(directory)) {
      assertTrue(seen.add(manifest.toString()), manifest::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("directories")
  void noSecretIsWrittenDown(Path directory) {
    for (Manifest manifest : Kustomize.render(directory)) {
      if (manifest.kind().equals("Secret")) {
        // What Alertmanager is configured with; its own secrets are in other files.
        for (String file : manifest.map("data").keySet()) {
          assertTrue(
              file.matches("alertmanager\\.yaml|[a-z]+\\.tmpl"), () -> manifest + ": " + file);
        }
      }
      manifest.texts(
          text -> assertFalse(SECRET.matcher(text).matches(), () -> manifest + ": " + text));
    }
  }

  @ParameterizedTest
  @MethodSource("directories")
  void everyPodIsRestricted(Path directory) {
    for (Manifest manifest : Kustomize.render(directory)) {
      Map<String, Object> pod = manifest.pod();
      if (pod == null) {
        continue;
      }
      for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
        assertNull(pod.get(host), manifest + " " + host);
      }
      for (Map<String, Object> volume : Manifest.mappings(pod.get("volumes"))) {
        assertNull(volume.get("hostPath"), manifest::toString);
      }
      for (Map<String, Object> container : Manifest.mappings(pod.get("containers"))) {
        String name = manifest + " " + container.get("name");
        Map<String, Object> context = Manifest.mapping(container.get("securityContext"));
        assertEquals(false, context.get("allowPrivilegeEscalation"), name);
        assertEquals(List.of("ALL"), Manifest.at(context, "capabilities", "drop"), name);
        assertNull(Manifest.at(context, "capabilities", "add"), name);
        assertEquals(true, either(pod, context, "runAsNonRoot"), name);
        assertEquals("RuntimeDefault", either(pod, context, "seccompProfile", "type"), name);
        assertNotEquals(0, either(pod, context, "runAsUser"), name);
        assertNull(context.get("privileged"), name);
      }
    }
  }

  /** What the container says, or else its pod. */
  private static Object either(
      Map<String, Object> pod, Map<String, Object> container, String... path) {
    Object own = Manifest.at(container, path);
    Object common = Manifest.at(Manifest.mapping(pod.get("securityContext")), path);
    return own != null ? own : common != null ? common : "nothing";
  }

  @ParameterizedTest
  @MethodSource("directories")
  void everyContainerAsksForWhatItNeedsAndHasAnImageOfAVersion(Path directory) {
    for (Manifest manifest : Kustomize.render(directory)) {
      for (Map<String, Object> container :
          Manifest.mappings(Manifest.mapping(manifest.pod()).get("containers"))) {
        String name = manifest + " " + container.get("name");
        for (String resource : List.of("cpu", "memory")) {
          assertNotNull(Manifest.at(container, "resources", "requests", resource), name);
        }
        assertNotNull(Manifest.at(container, "resources", "limits", "memory"), name);
        String image = String.valueOf(container.get("image"));
        assertTrue(TAGGED.matcher(image).matches() && !image.endsWith(":latest"), image);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("directories")
  void nobodyIsGivenTheTokenOfItsAccount(Path directory) {
    for (Manifest manifest : Kustomize.render(directory)) {
      if (manifest.kind().equals("Deployment")) {
        assertEquals(
            false,
            manifest.at("spec", "template", "spec", "automountServiceAccountToken"),
            manifest::toString);
      }
      if (manifest.kind().equals("ServiceAccount")) {
        assertEquals(false, manifest.at("automountServiceAccountToken"));
      }
    }
  }
}
