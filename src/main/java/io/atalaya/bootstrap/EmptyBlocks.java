package io.atalaya.bootstrap;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Adds the keys that SmallRye drops because nothing stands below them: {@code drift: {}} asks for
 * drift with all defaults, and {@code my-model:} names a model.
 *
 * <p>Each becomes a property with an empty value, which counts as no value. Made by SmallRye
 * through {@code META-INF/services}.
 */
public final class EmptyBlocks implements ConfigSourceFactory {

  /** Below every other source: a key that is empty here may be given there. */
  private static final int ORDINAL = Integer.MIN_VALUE;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    String locations = context.getValue(SmallRyeConfig.SMALLRYE_CONFIG_LOCATIONS).getValue();
    Map<String, String> properties = new HashMap<>();
    for (Path path : ConfigurationFiles.of(locations)) {
      YamlFile.read(path).emptyBlocks().forEach(name -> properties.put(name, ""));
    }
    return List.of(new PropertiesConfigSource(properties, "empty blocks", ORDINAL));
  }
}
