package io.atalaya.adapter.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The body of a request in a file, so that it can be read more than once without being held in
 * memory. The file is gone when this is closed.
 *
 * <p>For one thread.
 */
final class ReferenceBody implements AutoCloseable {

  static final String CSV = "text/csv";

  /** The most bytes of a body. */
  static final long MOST_BYTES = 64L << 20;

  private static final int CHUNK = 1 << 16;

  private final Path path;
  private final boolean tooLarge;

  private ReferenceBody(Path path, boolean tooLarge) {
    this.path = path;
    this.tooLarge = tooLarge;
  }

  /** Takes a body, of one that is too large only the beginning. */
  static ReferenceBody of(InputStream body) throws IOException {
    Path path = Files.createTempFile("atalaya-reference-", ".body");
    try (OutputStream out = Files.newOutputStream(path)) {
      byte[] chunk = new byte[CHUNK];
      long size = 0;
      for (int read = body.read(chunk); read >= 0 && size <= MOST_BYTES; read = body.read(chunk)) {
        out.write(chunk, 0, read);
        size += read;
      }
      return new ReferenceBody(path, size > MOST_BYTES);
    } catch (IOException | RuntimeException failure) {
      Files.deleteIfExists(path);
      throw failure;
    }
  }

  /** Whether it has more than {@link #MOST_BYTES}. */
  boolean isTooLarge() {
    return tooLarge;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
