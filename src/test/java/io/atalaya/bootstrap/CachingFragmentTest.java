package io.atalaya.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The settings that the notebook about caching recommends, as it wrote them. */
class CachingFragmentTest {

  private static final Path FRAGMENT = Path.of("docs/notebooks/caching.properties");

  @Test
  void theServiceReadsIt() throws IOException {
    Map<String, String> properties = properties();

    ModelCache cache = read(properties).read().caches().get("bike-demand");

    assertNotNull(cache);
    assertEquals(
        properties.get("atalaya.models.bike-demand.cache.prefetch.hottest"),
        Integer.toString(cache.prefetch().hottest()));
    assertEquals(
        Duration.parse("PT" + properties.get("atalaya.models.bike-demand.cache.ttl.max")),
        cache.settings().lifetime().max());
  }

  /** So that the above says something. */
  @Test
  void aKeyThatIsMisspeltIsRefused() throws IOException {
    Map<String, String> properties = properties();
    properties.put("atalaya.models.bike-demand.cache.ttl.most", "1h");

    List<String> problems = read(properties).problems();

    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.getFirst().contains("most"), problems.getFirst());
  }

  private static Map<String, String> properties() throws IOException {
    Properties file = new Properties();
    try (var reader = Files.newBufferedReader(FRAGMENT)) {
      file.load(reader);
    }
    Map<String, String> properties = new HashMap<>();
    file.stringPropertyNames().forEach(name -> properties.put(name, file.getProperty(name)));
    return properties;
  }

  private static ConfigurationText read(Map<String, String> properties) {
    return new ConfigurationText(
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(new PropertiesConfigSource(properties, "caching.properties", 100))
            .build());
  }
}
