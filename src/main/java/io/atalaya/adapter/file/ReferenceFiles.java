package io.atalaya.adapter.file;

import io.atalaya.codec.IsoTime;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ReferenceReader;
import io.atalaya.drift.ReferenceTable;
import io.atalaya.drift.ReferenceTable.Feature;
import io.atalaya.drift.RowSeasons;
import io.atalaya.drift.Seasons;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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
  private static final int MOST_CELLS = 4_000_000;

  /** The most columns that are looked at; fewer are compared. */
  private static final int MOST_COLUMNS = 10_000;

  /** A smaller number looks like seconds. */
  private static final double LEAST_MILLIS = 1e11;

  private static final double MOST_MILLIS = 1e15;

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
      Reading reading = new Reading(path, format, name, seasons);
      if (seasons.isPresent()) {
        reading.readHours(seasons.get().time());
      }
      reading.read("", reading::add);
      reading.readTwice();
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

  /** One file while it is read: once or twice, and before that for the times of its rows. */
  private final class Reading {

    /** Takes a cell that has a value, and the number of its row. */
    private interface CellSink {
      void take(FileColumn column, Rows cell, int row) throws IOException;
    }

    /** Takes a row. */
    private interface RowSink {
      void take(Rows row) throws IOException;
    }

    private final Path path;
    private final Format format;
    private final String name;
    private final Optional<RowSeasons> seasons;
    private final RowHours hours = new RowHours();
    private final Set<String> columns = new LinkedHashSet<>();
    private final SortedMap<Integer, RowPart> parts = new TreeMap<>();
    private int rows;

    Reading(Path path, Format format, String name, Optional<RowSeasons> seasons) {
      this.path = path;
      this.format = format;
      this.name = name;
      this.seasons = seasons;
    }

    /** How many values of a column are kept. */
    int most() {
      int all = seasons.map(division -> division.seasons().cycle().seasons()).orElse(1);
      return Math.clamp(MOST_CELLS / Math.max(1, columns.size()) / all, 1, mostRows);
    }

    void add(FileColumn column, Rows cell, int row) throws IOException {
      column.add(cell, row, most());
    }

    /** What is a column of names in one season is one in all; reads again if that is needed. */
    void readTwice() throws IOException {
      for (RowPart part : parts.values()) {
        for (FileColumn column : part.columns()) {
          if (column.isText()) {
            parts.values().stream()
                .map(other -> other.column(column.name()))
                .filter(other -> !other.isText())
                .forEach(other -> other.becomeText(column.fault()));
          }
        }
      }
      int first = rows;
      int most = most();
      boolean again = false;
      for (RowPart part : parts.values()) {
        again |= part.begin(most);
      }
      if (seasons.isPresent()) {
        for (int row = 0; row < first; row++) {
          RowPart part = part(row);
          part.hour(part.rows(), hours.of(row));
          part.endRow();
        }
        parts.values().forEach(RowPart::restart);
      }
      if (again) {
        read(
            " a second time",
            (column, cell, row) -> {
              if (rows < first) {
                column.addAgain(cell, row);
              }
            });
        if (rows != first) {
          throw changed();
        }
      }
    }

    private IllegalArgumentException changed() {
      return new IllegalArgumentException(
          name + " changed while it was read: give it when it is complete");
    }

    /** Reads the time of each row. */
    void readHours(String time) throws IOException {
      readRows(
          " for its times",
          opened -> {
            long millis = IsoTime.INVALID;
            String text = "nothing";
            while (opened.nextCell()) {
              if (opened.column().equals(time) && !opened.isMissing()) {
                text = opened.text();
                millis = millis(opened, text);
              }
            }
            if (millis == IsoTime.INVALID) {
              throw new IllegalArgumentException(
                  "%s line %d has '%.80s' in %s, which is no time: give ISO 8601 (without a zone it is UTC) or milliseconds since the epoch"
                      .formatted(name, opened.line(), text, time));
            }
            hours.add((int) Math.floorDiv(millis, Seasons.MILLIS));
          });
    }

    private static long millis(Rows cell, String text) throws IOException {
      double number = cell.number();
      return Double.isNaN(number)
          ? IsoTime.parse(text)
          : number >= LEAST_MILLIS && number < MOST_MILLIS ? (long) number : IsoTime.INVALID;
    }

    /**
     * Hands over every cell that has a value, with the number of its row within its part.
     *
     * @param time which time it is, for the log
     */
    void read(String time, CellSink sink) throws IOException {
      rows = 0;
      readRows(
          time,
          opened -> {
            if (seasons.isPresent() && rows >= hours.rows()) {
              throw changed();
            }
            RowPart part = part(rows);
            while (opened.nextCell()) {
              String column = opened.column();
              if (isFeature(column)) {
                FileColumn known = part.column(column);
                if (!opened.isMissing()) {
                  sink.take(known, opened, part.rows());
                }
              }
            }
            part.endRow();
            rows = Math.incrementExact(rows);
          });
    }

    private void readRows(String time, RowSink sink) throws IOException {
      try (SeekableByteChannel channel = Files.newByteChannel(path);
          BufferedReader reader =
              new BufferedReader(
                  Channels.newReader(channel, StandardCharsets.UTF_8.newDecoder(), BUFFER),
                  BUFFER)) {
        Progress progress = new Progress(name + time, channel);
        Rows opened =
            switch (format) {
              case CSV -> new CsvTable(reader, name);
              case JSON_LINES -> new JsonLines(reader, name);
            };
        for (String column : opened.columns()) {
          var unused = isFeature(column);
        }
        for (int row = 0; opened.nextRow(); row++) {
          sink.take(opened);
          progress.told(row);
        }
      }
    }

    /** The part that a row belongs to. */
    private RowPart part(int row) {
      int season =
          seasons.isPresent() ? seasons.get().seasons().at(hours.of(row) * Seasons.MILLIS) : 0;
      return parts.computeIfAbsent(season, any -> new RowPart(seasons.isPresent()));
    }

    /** Takes note of a column; false for the one with the times. */
    private boolean isFeature(String column) {
      if (seasons.isPresent() && seasons.get().time().equals(column)) {
        return false;
      }
      if (columns.add(column) && columns.size() > MOST_COLUMNS) {
        throw new IllegalArgumentException(
            "%s has more than %d columns, of which %d are compared: leave out the others"
                .formatted(name, MOST_COLUMNS, ReferenceProfile.MAX_FEATURES));
      }
      return true;
    }

    ReferenceTable table() {
      Map<String, String> texts = new HashMap<>();
      List<String> skipped = new ArrayList<>();
      SortedMap<Integer, SortedMap<String, Feature>> features = new TreeMap<>();
      parts.keySet().forEach(season -> features.put(season, new TreeMap<>()));
      NavigableSet<String> names = new TreeSet<>();
      for (String column : columns) {
        String fault = fault(column);
        if (!fault.isEmpty()) {
          texts.put(column, fault);
        }
        features.forEach(
            (season, ofSeason) ->
                feature(season, column)
                    .ifPresent(
                        feature -> {
                          ofSeason.put(column, feature);
                          names.add(column);
                        }));
        if (!names.contains(column)) {
          skipped.add(skipped(column, reason(fault)));
        }
      }
      while (names.size() > ReferenceProfile.MAX_FEATURES) {
        String last = names.removeLast();
        features.values().forEach(ofSeason -> ofSeason.remove(last));
        skipped.add(
            skipped(last, "more than %d before it".formatted(ReferenceProfile.MAX_FEATURES)));
      }
      if (names.isEmpty()) {
        throw new IllegalArgumentException(
            name + " has no column with values: give a header and rows, a column for each feature");
      }
      return new ReferenceTable(seasons.map(RowSeasons::seasons), features, texts, skipped);
    }

    private Optional<Feature> feature(int season, String column) {
      try {
        return parts.getOrDefault(season, new RowPart(false)).feature(column);
      } catch (IllegalStateException otherValues) {
        throw changed();
      }
    }

    /** Why a column is none of numbers; empty where it is one. */
    private String fault(String column) {
      return parts.values().stream()
          .map(part -> part.column(column).fault())
          .findFirst()
          .orElse("");
    }

    private static String reason(String fault) {
      return fault.isEmpty()
          ? "no values"
          : fault
              + ", and less than half of its values in the %d most frequent texts"
                  .formatted(CategorySample.MAX_NAMES);
    }

    private String skipped(String column, String fault) {
      return "%s: column %s has %s: it is no reference".formatted(name, column, fault);
    }
  }
}
