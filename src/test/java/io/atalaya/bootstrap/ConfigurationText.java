package io.atalaya.bootstrap;

import io.atalaya.monitor.MonitorSettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;

/** A configuration from YAML and environment variables, as the application sees it. */
public record ConfigurationText(SmallRyeConfig config) {

  public static ConfigurationText of(String yaml) {
    return of(yaml, Map.of());
  }

  static ConfigurationText of(String yaml, Map<String, String> environment) {
    Map<String, String> empty = new HashMap<>();
    try {
      Path file = Files.createTempFile("monitoring", ".yaml");
      Files.writeString(file, yaml);
      YamlFile.read(file).emptyBlocks().forEach(name -> empty.put(name, ""));
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ConfigurationText(
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(new YamlConfigSource("test", yaml))
            .withSources(new PropertiesConfigSource(empty, "empty", Integer.MIN_VALUE))
            .withSources(new EnvConfigSource(environment, 300))
            .build());
  }

  Configuration read() {
    return ConfigurationReader.read(config);
  }

  /** How models are monitored. */
  public MonitorSettings settings() {
    return read().settings();
  }

  /** What is wrong with it. */
  List<String> problems() {
    return Assertions.assertThrows(StartupFailure.class, this::read).problems();
  }
}
