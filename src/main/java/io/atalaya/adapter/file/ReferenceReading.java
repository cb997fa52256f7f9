package io.atalaya.adapter.file;

import io.atalaya.codec.IsoTime;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ReferenceReader.Format;
import io.atalaya.drift.ReferenceTable;
import io.atalaya.drift.ReferenceTable.Feature;
import io.atalaya.drift.RowSeasons;
import io.atalaya.drift.Seasons;
import io.atalaya.statistics.CategorySample;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One file while it is read: once or twice, and before that for the times of its rows. Memory: that
 * of {@link ReferenceFiles}. For one thread.
 */
final class ReferenceReading {

  private static final int MOST_CELLS = 4_000_000;

  /** The most columns that are looked at; fewer are compared. */
  private static final int MOST_COLUMNS = 10_000;

  /** Hours since the epoch are counted in an int. */
  private static final double MOST_MILLIS = 1e15;

  private static final int BUFFER = 1 << 16;

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
  private final int mostRows;
  private final RowHours hours = new RowHours();
  private final Set<String> columns = new LinkedHashSet<>();
  private final SortedMap<Integer, RowPart> parts = new TreeMap<>();
  private int rows;

  ReferenceReading(
      Path path, Format format, String name, Optional<RowSeasons> seasons, int mostRows) {
    this.path = path;
    this.format = format;
    this.name = name;
    this.seasons = seasons;
    this.mostRows = mostRows;
  }

  /** How many values of a column are kept. */
  private int most() {
    int all = seasons.map(division -> division.seasons().cycle().seasons()).orElse(1);
    return Math.clamp(MOST_CELLS / Math.max(1, columns.size()) / all, 1, mostRows);
  }

  private void add(FileColumn column, Rows cell, int row) throws IOException {
    column.add(cell, row, most());
  }

  /** What is a column of names in one season is one in all; reads again if that is needed. */
  private void readTwice() throws IOException {
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
  private void readHours(String time) throws IOException {
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
        : number >= IsoTime.LEAST_EPOCH_MILLIS && number < MOST_MILLIS
            ? (long) number
            : IsoTime.INVALID;
  }

  /**
   * Hands over every cell that has a value, with the number of its row within its part.
   *
   * @param time which time it is, for the log
   */
  private void read(String time, CellSink sink) throws IOException {
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
                Channels.newReader(channel, StandardCharsets.UTF_8.newDecoder(), BUFFER), BUFFER)) {
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

  /**
   * Reads the file and makes its table.
   *
   * @throws IllegalArgumentException when it makes none; the message says what would
   */
  ReferenceTable table() throws IOException {
    if (seasons.isPresent()) {
      readHours(seasons.get().time());
    }
    read("", this::add);
    readTwice();
    return made();
  }

  private ReferenceTable made() {
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
      skipped.add(skipped(last, "more than %d before it".formatted(ReferenceProfile.MAX_FEATURES)));
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
    return parts.values().stream().map(part -> part.column(column).fault()).findFirst().orElse("");
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
