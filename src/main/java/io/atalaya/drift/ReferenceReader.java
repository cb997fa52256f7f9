package io.atalaya.drift;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Port: reads references from files of rows, of which each has a value for each feature.
 *
 * <p>Safe for use by several threads.
 */
public interface ReferenceReader {

  /** How rows are written. */
  enum Format {
    /** Comma-separated, with a header. */
    CSV,
    /** A JSON object a line. */
    JSON_LINES
  }

  /**
   * Reads a file.
   *
   * @param name what messages call it
   * @param seasons how the rows are divided by season; empty where they are not
   * @throws IllegalArgumentException if it cannot be read or holds no reference; the message says
   *     where, and what to do
   */
  ReferenceTable read(Path file, Format format, String name, Optional<RowSeasons> seasons);
}
