package io.atalaya.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The settings that the notebook about caching recommends, as it wrote them. */
class CachingFragmentTest {

  private static final Path FRAGMENT = Path.of("docs/notebooks/caching.yaml");

  @Test
  void theServiceReadsIt() throws IOException {
    String yaml = Files.readString(FRAGMENT);

    ModelCache cache = ConfigurationText.of(yaml).read().caches().get("bike-demand");

    assertNotNull(cache);
    assertEquals(List.of(), YamlFile.read(FRAGMENT).problems());
    assertTrue(
        yaml.contains("hottest: %d,".formatted(cache.prefetch().hottest())), cache.toString());
    assertTrue(
        yaml.contains("max: %dh,".formatted(cache.settings().lifetime().max().toHours())),
        cache.toString());
  }

  /** So that the above says something. */
  @Test
  void aKeyThatIsMisspeltIsRefused() throws IOException {
    String yaml = Files.readString(FRAGMENT).replace("ttl: {min", "ttl: {least");

    List<String> problems = ConfigurationText.of(yaml).problems();

    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.getFirst().contains("least"), problems.getFirst());
  }
}
