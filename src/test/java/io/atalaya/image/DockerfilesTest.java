package io.atalaya.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.bench.process.Service;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes of the images against the build whose output they take. Nothing here builds one. */
class DockerfilesTest {

  private static final Path DIRECTORY = Path.of("src/main/docker");

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
  void eachImageIsNamedWithItsVersion(String name) throws IOException {
    Set<String> earlier = new HashSet<>();
    for (Dockerfile.Stage stage : Dockerfile.read(DIRECTORY.resolve(name)).stages()) {
      if (!earlier.contains(stage.image())) {
        String[] image = stage.image().split(":", 2);
        assertEquals(2, image.length, () -> stage.image() + " has no version");
        assertFalse(image[1].contains("latest"), stage.image());
        assertTrue(image[1].matches(".*\\d.*"), stage.image());
        assertFalse(image[0].split("/", 2)[0].contains("."), () -> stage.image() + " names a host");
      }
      earlier.add(stage.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
  void theServiceIsNotRoot(String name) throws IOException {
    Dockerfile.Stage image = Dockerfile.read(DIRECTORY.resolve(name)).image();
    assertEquals(
        setting("quarkus.kubernetes.security-context.run-as-user"),
        image.all("USER").getLast().rest());
    assertEquals(List.of(), image.all("RUN"), "the image has neither a shell nor packages to add");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
  void thePortsAreThoseOfTheService(String name) throws IOException {
    Dockerfile.Stage image = Dockerfile.read(DIRECTORY.resolve(name)).image();
    assertEquals(
        Set.of(setting("quarkus.http.port"), setting("quarkus.management.port")),
        Set.copyOf(image.all("EXPOSE").getFirst().words()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
  void whatIsCopiedIsThere(String name) throws IOException {
    Dockerfile file = Dockerfile.read(DIRECTORY.resolve(name));
    Set<String> known = new HashSet<>();
    for (Dockerfile.Stage stage : file.stages()) {
      for (Dockerfile.Instruction copy : stage.all("COPY")) {
        String from = copy.option("from");
        List<String> sources = copy.words().subList(0, copy.words().size() - 1);
        if (from.isEmpty()) {
          sources.forEach(source -> assertTrue(Files.exists(Path.of(source)), source));
        } else {
          assertTrue(known.contains(from), () -> from + " is no earlier stage");
        }
      }
      known.add(stage.name());
    }
  }

  /** Names in the images that come from the build, by what the build says of itself. */
  @Test
  void theBuildLeavesWhatTheJvmImageTakes() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    assertTrue(
        pom.contains("<quarkus.package.output-directory>aot</quarkus.package.output-directory>"));
    Set<String> taken =
        Dockerfile.read(DIRECTORY.resolve("Dockerfile.jvm")).image().all("COPY").stream()
            .filter(copy -> copy.option("from").equals("build"))
            .flatMap(copy -> copy.words().subList(0, copy.words().size() - 1).stream())
            .filter(source -> source.startsWith("/build/target/aot/"))
            .map(source -> source.substring("/build/target/aot/".length()))
            .collect(Collectors.toSet());
    assertEquals(Set.of("lib/", "quarkus/", "app/", "quarkus-run.jar", Service.AOT_CACHE), taken);
  }

  @Test
  void theCacheIsUsedByTheCollectorThatItWasMadeFor() throws IOException {
    String entry =
        Dockerfile.read(DIRECTORY.resolve("Dockerfile.jvm"))
            .image()
            .all("ENTRYPOINT")
            .getFirst()
            .rest();
    assertTrue(entry.contains('"' + Service.IMAGE_COLLECTOR + '"'), entry);
    assertTrue(entry.contains("\"-XX:AOTCache=" + Service.AOT_CACHE + '"'), entry);
  }

  @Test
  void theBuildInAnImageReadsNothingThatIsLeftOut() throws IOException {
    Set<String> leftOut =
        Files.readAllLines(Path.of(".dockerignore")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .collect(Collectors.toSet());
    Stream.of("src", "pom.xml", "mvnw", ".mvn", "kafka", "docs", "k8s")
        .forEach(needed -> assertFalse(leftOut.contains(needed), needed));
    assertTrue(leftOut.contains("target"));
  }

  private static String setting(String name) throws IOException {
    Properties properties = new Properties();
    try (Reader in =
        Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
      properties.load(in);
    }
    return properties.getProperty(name, "");
  }
}
