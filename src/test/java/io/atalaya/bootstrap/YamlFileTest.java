package io.atalaya.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlFileTest {

  private Path file = Path.of("");

  @BeforeEach
  void name(@TempDir Path directory) {
    file = directory.resolve("model-monitoring.yaml");
  }

  @Test
  void keysWithNothingBelowAreNamedAsPropertiesAre() throws IOException {
    assertEquals(
        Set.of("atalaya.models.a", "atalaya.models.\"v1.2\".drift", "atalaya.x[1]"),
        read("atalaya: {models: {a: , v1.2: {drift: {}}}, x: [1, {}]}\nother: {}\n").emptyBlocks());
  }

  @Test
  void goodFileHasNoProblems() throws IOException {
    assertEquals(List.of(), read("atalaya: {pane: 10s}\nquarkus: {x: y}\n").problems());
  }

  @Test
  void placeWhereItDoesNotParseIsNamed() throws IOException {
    assertEquals(
        List.of(
            file
                + " line 2, column 3 is no YAML: expected ',' or '}', but got <scalar>: mend it"
                + " there or just before"),
        read("atalaya: {a: {b: c}\n  pane: 10s\n").problems());
  }

  @Test
  void keyGivenTwiceIsNamed() throws IOException {
    assertEquals(
        List.of(file + " line 3: atalaya.pane: is given twice: keep one"),
        read("atalaya:\n  pane: 10s\n  pane: 5s\n").problems());
  }

  @Test
  void misspeltRootIsNamed() throws IOException {
    assertEquals(
        List.of(file + " line 1: atalya: unknown key: did you mean atalaya?"),
        read("atalya: {pane: 10s}\n").problems());
  }

  @Test
  void anchorThatHoldsItselfIsRefused() throws IOException {
    assertEquals(1, read("atalaya: &a {b: *a}\n").problems().size());
  }

  private YamlFile read(String text) throws IOException {
    Files.writeString(file, text);
    return YamlFile.read(file);
  }
}
