package io.atalaya.bootstrap;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * What SmallRye's own reading of the files named by {@code SMALLRYE_CONFIG_LOCATIONS} lacks; made
 * by SmallRye through {@code META-INF/services}.
 *
 * <ul>
 *   <li>The keys that it drops because nothing stands below them: {@code drift: {}} asks for drift
 *       with all defaults, and {@code my-model:} names a model. Each becomes a property with an
 *       empty value, which counts as no value.
 *   <li>The precedence of the environment: SmallRye ranks a file with the source that named it,
 *       level with the environment or above, and the file then wins. Here the environment does.
 * </ul>
 */
public final class MonitoringSources implements ConfigSourceFactory {

  /** Below every other source: a key that is empty here may be given there. */
  private static final int LOWEST = Integer.MIN_VALUE;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    ConfigValue locations = context.getValue(SmallRyeConfig.SMALLRYE_CONFIG_LOCATIONS);
    if (locations.getValue() == null) {
      return List.of();
    }
    Map<String, String> empty = new HashMap<>();
    for (Path path : ConfigurationFiles.of(locations.getValue())) {
      YamlFile.read(path).emptyBlocks().forEach(name -> empty.put(name, ""));
    }
    return List.of(
        new PropertiesConfigSource(empty, "empty blocks", LOWEST),
        new EnvConfigSource(System.getenv(), locations.getConfigSourceOrdinal() + 1));
  }
}
