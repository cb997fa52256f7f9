package io.atalaya.bootstrap;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every monitoring file that the documents show can be loaded as it stands. */
class DocumentedConfigurationTest {

  private static final Path REFERENCE = Path.of("docs/configuration.md");
  private static final Path KPIS = Path.of("docs/kpis.md");
  private static final Path GENERATIONS = Path.of("docs/generations.md");
  private static final Path FRONT = Path.of("docs/inference-front.md");
  private static final Path HEALTH = Path.of("docs/health.md");
  private static final List<Path> DOCUMENTS =
      List.of(Path.of("README.md"), KPIS, GENERATIONS, FRONT, HEALTH, REFERENCE);
  private static final Path OF_KUBERNETES = Path.of("k8s/base/model-monitoring.yaml");

  private static final Pattern YAML_BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
  private static final Pattern ERROR_LINE =
      Pattern.compile("(?m)^Atalaya cannot start: atalaya\\.models\\.bike-demand\\.(.*)$");

  @ParameterizedTest
  @MethodSource("documentedFiles")
  void documentedFileIsReadAsItStands(String yaml) {
    assertDoesNotThrow(() -> ConfigurationText.of(yaml).read());
  }

  @Test
  void everyDocumentShowsAFile() throws IOException {
    for (Path document : DOCUMENTS) {
      assertFalse(blocks(document).isEmpty(), document + " shows no configuration");
    }
  }

  @Test
  void documentedErrorIsTheOneThatIsReported() throws IOException {
    String shown =
        ERROR_LINE
            .matcher(Files.readString(REFERENCE))
            .results()
            .map(line -> line.group(1))
            .findFirst()
            .orElseThrow();
    String reported =
        ConfigurationText.of(
                "atalaya: {models: {bike-demand: {thresholds: {accuracy: {min: 1.4}}}}}")
            .problems()
            .getFirst();

    assertEquals("atalaya.models.bike-demand." + shown, reported);
  }

  static Stream<String> documentedFiles() throws IOException {
    return Stream.of(
            blocks(DOCUMENTS.getFirst()),
            blocks(KPIS),
            blocks(GENERATIONS),
            blocks(FRONT),
            blocks(HEALTH),
            blocks(DOCUMENTS.getLast()),
            List.of(Files.readString(OF_KUBERNETES)))
        .flatMap(List::stream);
  }

  private static List<String> blocks(Path document) throws IOException {
    return YAML_BLOCK
        .matcher(Files.readString(document))
        .results()
        .map(block -> block.group(1))
        .filter(yaml -> yaml.startsWith("atalaya:"))
        .toList();
  }
}
