package io.atalaya.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The bill of materials against the files of the packaged service. */
class BillOfMaterialsIT {

  private static final Path BILL = Path.of("target", "sbom.cdx.json");
  private static final Path LIBRARIES = Path.of("target", "quarkus-app", "lib");

  /** Declared by others, and left out of the package by Quarkus. */
  private static final Set<String> LEFT_OUT = Set.of("quarkus-ide-launcher", "commons-lang3");

  private final JsonNode bill = read();

  @Test
  void everyLibraryIsInItWithItsHash() throws Exception {
    Map<String, JsonNode> byHash = new LinkedHashMap<>();
    for (JsonNode component : bill.get("components")) {
      byHash.put(sha256(component), component);
    }
    Set<String> unlisted = new TreeSet<>();
    try (Stream<Path> files = Files.walk(LIBRARIES)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        if (byHash.remove(hash(jar)) == null) {
          unlisted.add(jar.getFileName().toString());
        }
      }
    }
    assertEquals(Set.of(), unlisted);
    Set<String> surplus = new TreeSet<>();
    byHash.values().forEach(component -> surplus.add(component.get("name").textValue()));
    assertEquals(LEFT_OUT, surplus);
  }

  @Test
  void eachComponentSaysWhatItIs() {
    for (JsonNode component : bill.get("components")) {
      String version = component.path("version").asText();
      assertFalse(version.isEmpty(), component::toString);
      String purl = component.path("purl").asText();
      assertTrue(purl.startsWith("pkg:maven/"), purl);
      assertTrue(purl.contains("/" + component.get("name").textValue() + "@" + version), purl);
    }
    assertEquals("CycloneDX", bill.path("bomFormat").asText());
    assertEquals("atalaya", bill.path("metadata").path("component").path("name").asText());
  }

  @Test
  void nothingOfTheTestsIsInIt() {
    for (JsonNode component : bill.get("components")) {
      String name = component.path("name").asText();
      for (String test : List.of("junit", "archunit", "embedded", "jmh", "kafka_2", "greenmail")) {
        assertFalse(name.contains(test), name);
      }
    }
  }

  /** With its dependencies: who brings what. */
  @Test
  void theDependenciesAreThoseOfTheBuild() {
    Set<String> direct =
        StreamSupport.stream(bill.get("dependencies").spliterator(), false)
            .filter(
                entry ->
                    entry
                        .path("ref")
                        .asText()
                        .equals(bill.path("metadata").path("component").path("bom-ref").asText()))
            .flatMap(entry -> StreamSupport.stream(entry.get("dependsOn").spliterator(), false))
            .map(JsonNode::asText)
            .collect(java.util.stream.Collectors.toSet());
    assertTrue(
        direct.stream().anyMatch(ref -> ref.contains("/quarkus-messaging-kafka@")),
        direct::toString);
  }

  private static String sha256(JsonNode component) {
    for (JsonNode hash : component.path("hashes")) {
      if (hash.path("alg").asText().equals("SHA-256")) {
        return hash.get("content").asText();
      }
    }
    throw new AssertionError("without SHA-256: " + component);
  }

  private static String hash(Path jar) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(BILL.toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
