package io.atalaya.adapter.file;

import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ReferenceReader;
import io.atalaya.drift.ReferenceTable;
import io.atalaya.drift.ReferenceTable.Feature;
import io.atalaya.statistics.CategorySample;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads references from files: a column is a feature.
 *
 * <p>A column with a cell that is no finite number is one of names, all of its cells being texts.
 * For those, and for a long file, the file is read a second time: what a cell is, and where the
 * knots of a distribution are to be, is known only after the first. Of a file of at most 100,000
 * rows (fewer with more than 40 columns) every value counts as it is; of a longer one the knots are
 * chosen among a sample of as many, and counted exactly.
 *
 * <p>Memory: at most 12 bytes for each of four million cells, and the distinct texts. How far a
 * long reading has come is logged. Stateless.
 */
public final class ReferenceFiles implements ReferenceReader {

  private static final int MOST_ROWS = 100_000;
  private static final int MOST_CELLS = 4_000_000;

  /** The most columns that are looked at; fewer are compared. */
  private static final int MOST_COLUMNS = 10_000;

  private static final int BUFFER = 1 << 16;

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
    try {
      return read(path, formatOf(path), path.toString());
    } catch (IOException e) {
      throw unreadable(path, path.toString(), e);
    }
  }

  @Override
  public ReferenceTable read(Path path, Format format, String name) {
    try {
      Reading reading = new Reading(path, format, name);
      int rows = reading.read("", reading::add);
      Stretches stretches = Stretches.of(rows, reading.most());
      reading.columns.values().forEach(column -> column.begin(stretches));
      if (stretches.size() < rows
          || reading.columns.values().stream().anyMatch(FileColumn::isText)) {
        reading.readAgain(rows);
      }
      return reading.table();
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

  /** One file while it is read, once or twice. */
  private final class Reading {

    /** Takes a cell that has a value, and the number of its row. */
    private interface CellSink {
      void take(FileColumn column, Rows cell, int row) throws IOException;
    }

    private final Path path;
    private final Format format;
    private final String name;
    private final Map<String, FileColumn> columns = new LinkedHashMap<>();

    Reading(Path path, Format format, String name) {
      this.path = path;
      this.format = format;
      this.name = name;
    }

    /** How many values of a column are kept. */
    int most() {
      return Math.min(mostRows, MOST_CELLS / Math.max(1, columns.size()));
    }

    void add(FileColumn column, Rows cell, int row) throws IOException {
      column.add(cell, row, most());
    }

    void readAgain(int rows) throws IOException {
      int again =
          read(
              " a second time",
              (column, cell, row) -> {
                if (row < rows) {
                  column.addAgain(cell, row);
                }
              });
      if (again != rows) {
        throw changed();
      }
    }

    private IllegalArgumentException changed() {
      return new IllegalArgumentException(
          name + " changed while it was read: give it when it is complete");
    }

    /**
     * Hands over every cell that has a value; answers the number of rows.
     *
     * @param time which time it is, for the log
     */
    int read(String time, CellSink sink) throws IOException {
      try (SeekableByteChannel channel = Files.newByteChannel(path);
          BufferedReader reader =
              new BufferedReader(
                  Channels.newReader(channel, StandardCharsets.UTF_8.newDecoder(), BUFFER),
                  BUFFER)) {
        Progress progress = new Progress(name + time, channel);
        Rows rows =
            switch (format) {
              case CSV -> new CsvTable(reader, name);
              case JSON_LINES -> new JsonLines(reader, name);
            };
        rows.columns().forEach(this::column);
        int row = 0;
        for (; rows.nextRow(); row = Math.incrementExact(row)) {
          while (rows.nextCell()) {
            FileColumn column = column(rows.column());
            if (!rows.isMissing()) {
              sink.take(column, rows, row);
            }
          }
          progress.told(row);
        }
        return row;
      }
    }

    private FileColumn column(String column) {
      FileColumn known = columns.get(column);
      if (known == null) {
        if (columns.size() == MOST_COLUMNS) {
          throw new IllegalArgumentException(
              "%s has more than %d columns, of which %d are compared: leave out the others"
                  .formatted(name, MOST_COLUMNS, ReferenceProfile.MAX_FEATURES));
        }
        known = new FileColumn(column);
        columns.put(column, known);
      }
      return known;
    }

    ReferenceTable table() {
      SortedMap<String, Feature> features = new TreeMap<>();
      Map<String, String> texts = new HashMap<>();
      List<String> skipped = new ArrayList<>();
      for (FileColumn column : columns.values()) {
        if (column.isText()) {
          texts.put(column.name(), column.fault());
        }
        feature(column)
            .ifPresentOrElse(
                feature -> features.put(column.name(), feature),
                () -> skipped.add(skipped(column.name(), fault(column))));
      }
      while (features.size() > ReferenceProfile.MAX_FEATURES) {
        String last = features.lastKey();
        features.remove(last);
        skipped.add(
            skipped(last, "more than %d before it".formatted(ReferenceProfile.MAX_FEATURES)));
      }
      if (features.isEmpty()) {
        throw new IllegalArgumentException(
            name + " has no column with values: give a header and rows, a column for each feature");
      }
      return new ReferenceTable(features, texts, skipped);
    }

    private Optional<Feature> feature(FileColumn column) {
      try {
        return column.feature();
      } catch (IllegalStateException otherValues) {
        throw changed();
      }
    }

    private static String fault(FileColumn column) {
      return column.isText()
          ? column.fault()
              + ", and less than half of its values in the %d most frequent texts"
                  .formatted(CategorySample.MAX_NAMES)
          : "no values";
    }

    private String skipped(String column, String fault) {
      return "%s: column %s has %s: it is no reference".formatted(name, column, fault);
    }
  }
}
