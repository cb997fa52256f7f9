package io.atalaya.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The directory with every file of the demonstration: the servers' data, logs, native libraries.
 *
 * @param directory absolute
 */
record Workspace(Path directory) {

  private static final String CONFIGURATION = "model-monitoring.yaml";

  /** Creates the directory, or empties it of an earlier demonstration's data. */
  static Workspace prepare(Path directory) throws IOException {
    Workspace workspace = new Workspace(directory);
    for (Path data : List.of(workspace.kafka(), workspace.redis(), workspace.temporary())) {
      if (Files.exists(data)) {
        delete(data);
      }
      Files.createDirectories(data);
    }
    // ONNX Runtime and others unpack their native libraries here, before anything else asks for it.
    System.setProperty("java.io.tmpdir", workspace.temporary().toString());
    try (InputStream resource = Workspace.class.getResourceAsStream("/" + CONFIGURATION)) {
      Files.copy(
          Objects.requireNonNull(resource, CONFIGURATION + " is not on the class path"),
          workspace.configuration(),
          StandardCopyOption.REPLACE_EXISTING);
    }
    return workspace;
  }

  Path kafka() {
    return directory.resolve("kafka");
  }

  Path redis() {
    return directory.resolve("redis");
  }

  Path temporary() {
    return directory.resolve("tmp");
  }

  Path serviceLog() {
    return directory.resolve("service.log");
  }

  /** What the pipeline is configured by. */
  Path configuration() {
    return directory.resolve(CONFIGURATION);
  }

  private static void delete(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
