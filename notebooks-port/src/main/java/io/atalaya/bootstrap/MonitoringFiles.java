package io.atalaya.bootstrap;

import io.atalaya.drift.Profile;
import io.atalaya.monitor.MonitorSettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The service's configuration for programs that only count: read by the service's own reader, from
 * files alone.
 *
 * @param settings how models are monitored
 * @param references what the models are compared with whose settings name a file
 * @param skipped for each column of those files that is no reference, one line that says why
 * @param properties the keys that are given, as they are written
 */
public record MonitoringFiles(
    MonitorSettings settings,
    Map<String, Profile> references,
    List<String> skipped,
    Set<String> properties) {

  private static final int LAST_ORDINAL = 110;

  /**
   * Reads YAML files. Where several have a key, the first of them counts, as it does in a service
   * that is told of them by {@code SMALLRYE_CONFIG_LOCATIONS}.
   *
   * @throws IllegalArgumentException when anything is wrong with them, a line for each problem
   */
  public static MonitoringFiles read(List<Path> files) throws IOException {
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors();
    Map<String, String> empty = new HashMap<>();
    int ordinal = LAST_ORDINAL + files.size();
    for (Path file : files) {
      String name = file.toString();
      if (!Files.isReadable(file) || !name.matches(".*\\.ya?ml")) {
        throw new IllegalArgumentException(
            name
                + ": is no readable YAML file: give the path of one, such as model-monitoring.yaml");
      }
      YamlFile yaml = YamlFile.read(file);
      if (!yaml.problems().isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", yaml.problems()));
      }
      yaml.emptyBlocks().forEach(block -> empty.put(block, ""));
      builder.withSources(new YamlConfigSource(name, Files.readString(file), ordinal--));
    }
    SmallRyeConfig config =
        builder.withSources(new PropertiesConfigSource(empty, "empty", Integer.MIN_VALUE)).build();
    Set<String> keys = new TreeSet<>();
    config.getPropertyNames().forEach(keys::add);
    try {
      Configuration read = ConfigurationReader.read(config);
      return new MonitoringFiles(read.settings(), read.references(), read.skipped(), keys);
    } catch (StartupFailure failure) {
      throw new IllegalArgumentException(failure.getMessage(), failure);
    }
  }
}
