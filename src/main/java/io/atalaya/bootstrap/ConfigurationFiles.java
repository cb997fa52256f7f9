package io.atalaya.bootstrap;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The YAML files that {@code SMALLRYE_CONFIG_LOCATIONS} names.
 *
 * <p>SmallRye passes over a file that is missing or has another extension in silence, and the
 * application would then run with defaults alone; here that is a failure.
 */
final class ConfigurationFiles {

  private static final String VARIABLE = "SMALLRYE_CONFIG_LOCATIONS";
  private static final String PROPERTY = "smallrye.config.locations";

  private ConfigurationFiles() {}

  /** Checks that every file named by the environment or by a system property can be read. */
  static void check() {
    String locations = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    List<String> problems = new ArrayList<>();
    for (Path path : of(locations)) {
      problems.addAll(YamlFile.read(path).problems());
    }
    if (!problems.isEmpty()) {
      throw new StartupFailure(problems);
    }
  }

  /**
   * The files at {@code locations}: paths or URIs with commas between them, each of a file or of a
   * directory of files. What is neither a file nor YAML is left to SmallRye.
   *
   * @throws StartupFailure if a location does not exist or has an unknown extension
   */
  static List<Path> of(@Nullable String locations) {
    List<Path> files = new ArrayList<>();
    for (String location : locations == null ? new String[0] : locations.split(",", -1)) {
      if (location.isBlank()) {
        continue;
      }
      Path path = path(location.strip());
      if (path == null) {
        continue;
      }
      if (Files.isDirectory(path)) {
        files.addAll(filesIn(path));
      } else if (!Files.isReadable(path)) {
        throw new StartupFailure(
            "%s: %s %s"
                .formatted(
                    VARIABLE,
                    path.toAbsolutePath(),
                    Files.exists(path)
                        ? "cannot be read: check its permissions"
                        : "does not exist: give the path of a YAML file"));
      } else if (isYaml(path)) {
        files.add(path);
      } else if (!path.toString().endsWith(".properties")) {
        throw new StartupFailure(
            "%s: %s is not known to be YAML: give a file whose name ends in .yaml or .yml"
                .formatted(VARIABLE, path.toAbsolutePath()));
      }
    }
    return files;
  }

  /** The path of a location in the file system; null when it is elsewhere. */
  private static @Nullable Path path(String location) {
    URI uri;
    try {
      uri = new URI(location);
    } catch (URISyntaxException e) {
      throw new StartupFailure(
          "%s: '%s' is no URI: give a path without spaces, or with %%20 for each"
              .formatted(VARIABLE, location));
    }
    if (uri.getScheme() == null) {
      Path path = Path.of(uri.getPath());
      boolean isResource =
          Thread.currentThread().getContextClassLoader().getResource(uri.getPath()) != null;
      return isResource && !Files.exists(path) ? null : path;
    }
    return uri.getScheme().equals("file") ? Path.of(uri) : null;
  }

  private static List<Path> filesIn(Path directory) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> paths =
        Files.newDirectoryStream(directory, ConfigurationFiles::isYaml)) {
      paths.forEach(files::add);
    } catch (IOException e) {
      throw new StartupFailure(
          "%s: %s cannot be listed: check its permissions"
              .formatted(VARIABLE, directory.toAbsolutePath()));
    }
    if (files.isEmpty()) {
      throw new StartupFailure(
          "%s: %s holds no YAML file: put one there that ends in .yaml or .yml"
              .formatted(VARIABLE, directory.toAbsolutePath()));
    }
    files.sort(null);
    return files;
  }

  private static boolean isYaml(Path path) {
    return path.toString().endsWith(".yaml") || path.toString().endsWith(".yml");
  }
}
