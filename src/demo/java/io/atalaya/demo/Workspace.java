package io.atalaya.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The directory with every file of the demonstration: the servers' data, configuration, logs. One
 * demonstration at a time uses it.
 */
final class Workspace implements AutoCloseable {

  private static final String CONFIGURATION = "model-monitoring.yaml";

  private static final int TOKEN_BYTES = 32;

  private final Path directory;
  private final FileChannel lock;

  private Workspace(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Takes the directory, which is created when missing and emptied of an earlier demonstration's
   * data otherwise.
   *
   * @throws DemonstrationException when another demonstration uses it
   */
  static Workspace open(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel lock =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw new DemonstrationException(
          "Another demonstration is running in " + directory + ": end it first, with Ctrl-C there");
    }
    Workspace workspace = new Workspace(directory, lock);
    workspace.prepare();
    return workspace;
  }

  private void prepare() throws IOException {
    for (Path data : List.of(kafka(), redis(), temporary())) {
      if (Files.exists(data)) {
        delete(data);
      }
      Files.createDirectories(data);
    }
    try (InputStream resource = Workspace.class.getResourceAsStream("/" + CONFIGURATION)) {
      Files.copy(
          Objects.requireNonNull(resource, CONFIGURATION + " is not on the class path"),
          configuration(),
          StandardCopyOption.REPLACE_EXISTING);
    }
    byte[] secret = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(secret);
    Files.writeString(token(), HexFormat.of().formatHex(secret));
  }

  Path directory() {
    return directory;
  }

  Path kafka() {
    return directory.resolve("kafka");
  }

  Path redis() {
    return directory.resolve("redis");
  }

  /** The directory of the model that texts are scored with. */
  Path sentenceModel() {
    return directory.resolve("sentence-model");
  }

  /** The file with what callers of the API show to change anything. */
  Path token() {
    return directory.resolve("token");
  }

  /** For the temporary files of the pipeline. */
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

  /** Lets another demonstration use the directory; the files stay. */
  @Override
  public void close() throws IOException {
    lock.close();
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
