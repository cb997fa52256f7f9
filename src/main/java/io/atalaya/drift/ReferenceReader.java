package io.atalaya.drift;

import java.nio.file.Path;

/**
 * Port: reads a reference from a file of rows, of which each has a value for each feature.
 *
 * <p>Safe for use by several threads.
 */
public interface ReferenceReader {

  /** How rows are written. */
  enum Format {
    /** Comma-separated, with a header. */
    CSV
  }

  /**
   * Reads a file.
   *
   * @param name what messages call it
   * @param settings as what its features are compared
   * @throws IllegalArgumentException if it cannot be read or holds no reference; the message says
   *     where, and what to do
   */
  ReferenceProfile read(Path file, Format format, String name, DriftSettings settings);
}
