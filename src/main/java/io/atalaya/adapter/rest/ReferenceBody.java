package io.atalaya.adapter.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The body of a request in a file, so that it can be read more than once without being held in
 * memory. The file is gone when this is closed.
 *
 * <p>For one thread.
 */
final class ReferenceBody implements AutoCloseable {

  static final String CSV = "text/csv";
  static final String JSON_LINES = "application/x-ndjson";

  /** The most bytes of a body. */
  static final long MOST_BYTES = 64L << 20;

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Path path;

  private ReferenceBody(Path path) {
    this.path = path;
  }

  /** Takes a body. */
  static ReferenceBody of(InputStream body) throws IOException, Body.Refused {
    Path path = Files.createTempFile("atalaya-reference-", ".body");
    try (OutputStream out = Files.newOutputStream(path)) {
      Body.copy(body, out, MOST_BYTES, LONGEST);
      return new ReferenceBody(path);
    } catch (IOException | Body.Refused | RuntimeException failure) {
      Files.deleteIfExists(path);
      throw failure;
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
