package io.atalaya.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFilesTest {

  @Test
  void filesAndDirectoriesAreFoundByPathAndByUri(@TempDir Path directory) throws IOException {
    Path one = Files.createFile(directory.resolve("one.yaml"));
    Path two = Files.createFile(directory.resolve("two.yml"));
    Files.createFile(directory.resolve("notes.txt"));

    assertEquals(List.of(one, two), ConfigurationFiles.of(one + "," + two.toUri()));
    assertEquals(List.of(one, two), ConfigurationFiles.of(directory.toString()));
    assertEquals(List.of(), ConfigurationFiles.of(null));
    assertEquals(List.of(), ConfigurationFiles.of("https://config.example/a.yaml"));
  }

  @Test
  void whatSmallRyeWouldPassOverIsRefused(@TempDir Path directory) throws IOException {
    Path missing = directory.resolve("no.yaml");
    Path text = Files.createFile(directory.resolve("notes.txt"));

    assertRefused(missing + " does not exist: give the path of a YAML file", missing.toString());
    assertRefused(
        text + " is not known to be YAML: give a file whose name ends in .yaml or .yml",
        text.toString());
    assertRefused(
        directory + " holds no YAML file: put one there that ends in .yaml or .yml",
        directory.toString());
    assertRefused(
        "'a b.yaml' is no URI: give a path without spaces, or with %20 for each", "a b.yaml");
  }

  private static void assertRefused(String problem, String locations) {
    assertEquals(
        List.of("SMALLRYE_CONFIG_LOCATIONS: " + problem),
        assertThrows(StartupFailure.class, () -> ConfigurationFiles.of(locations)).problems());
  }
}
