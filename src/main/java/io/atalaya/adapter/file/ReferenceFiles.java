package io.atalaya.adapter.file;

import io.atalaya.drift.ReferenceReader;
import io.atalaya.drift.ReferenceTable;
import io.atalaya.drift.RowSeasons;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads references from files: a column is a feature.
 *
 * <p>A column with a cell that is no finite number is one of names, all of its cells being texts.
 * For those, and for a long file, the file is read a second time: what a cell is, and where the
 * knots of a distribution are to be, is known only after the first. Of a file of at most 100,000
 * rows (fewer with more than 40 columns) every value counts as it is; of a longer one the knots are
 * chosen among a sample of as many, and counted exactly.
 *
 * <p>Rows that are divided by season make a reference for each; their times are read before all
 * else.
 *
 * <p>Memory: at most 12 bytes for each of four million cells, of seasons 30 where there are more,
 * and the distinct texts. How far a long reading has come is logged. Stateless.
 */
public final class ReferenceFiles implements ReferenceReader {

  private static final int MOST_ROWS = 100_000;

  private final int mostRows;

  public ReferenceFiles() {
    this(MOST_ROWS);
  }

  /**
   * @param mostRows the rows of the longest file of which every value counts as it is
   */
  ReferenceFiles(int mostRows) {
    this.mostRows = mostRows;
  }

  /** Reads a file, which is JSON Lines if its name or its first character says so, else CSV. */
  public ReferenceTable read(Path path) {
    return read(path, Optional.empty());
  }

  /**
   * The same of rows that are perhaps divided by season.
   *
   * @param seasons how they are
   */
  public ReferenceTable read(Path path, Optional<RowSeasons> seasons) {
    try {
      return read(path, formatOf(path), path.toString(), seasons);
    } catch (IOException e) {
      throw unreadable(path, path.toString(), e);
    }
  }

  @Override
  public ReferenceTable read(Path path, Format format, String name, Optional<RowSeasons> seasons) {
    try {
      return new ReferenceReading(path, format, name, seasons, mostRows).table();
    } catch (IOException e) {
      throw unreadable(path, name, e);
    }
  }

  private static Format formatOf(Path path) throws IOException {
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return Format.CSV;
    }
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return Format.JSON_LINES;
    }
    try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      int first = reader.read();
      while (first == '\uFEFF' || Character.isWhitespace(first)) {
        first = reader.read();
      }
      return first == '{' ? Format.JSON_LINES : Format.CSV;
    }
  }

  private static IllegalArgumentException unreadable(Path path, String name, IOException cause) {
    return new IllegalArgumentException(
        switch (cause) {
          case NoSuchFileException none ->
              path.toAbsolutePath()
                  + " does not exist: give the path of a CSV file with a header, or of JSON Lines";
          case CharacterCodingException other -> name + " is not UTF-8: convert it";
          default ->
              path.toAbsolutePath()
                  + " cannot be read: check that it is a file and its permissions";
        },
        cause);
  }
}
