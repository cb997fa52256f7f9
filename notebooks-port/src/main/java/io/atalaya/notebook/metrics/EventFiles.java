package io.atalaya.notebook.metrics;

import io.atalaya.adapter.file.CsvRows;
import io.atalaya.adapter.kafka.decode.EventKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A directory of events: {@code predictions.csv}, {@code outcomes.csv}, {@code interactions.csv},
 * {@code generations.csv} and {@code lifecycle.csv}, of which some may be missing. Each has a
 * header that names the {@linkplain EventColumns columns}; {@link EventRow} says how cells are
 * read.
 */
public final class EventFiles {

  /** In this order among events appended at the same time: a prediction stands before its label. */
  private static final SequencedMap<EventKind, String> NAMES =
      new TreeMap<>(
          Map.of(
              EventKind.PREDICTION, "predictions.csv",
              EventKind.OUTCOME, "outcomes.csv",
              EventKind.INTERACTION, "interactions.csv",
              EventKind.GENERATION, "generations.csv",
              EventKind.LIFECYCLE, "lifecycle.csv"));

  private EventFiles() {}

  /** The name of the file of a kind of event. */
  static String name(EventKind kind) {
    return NAMES.getOrDefault(kind, "");
  }

  /**
   * All events of a directory, in the order in which they were appended to the log.
   *
   * @throws IllegalArgumentException when there is none, or a row is no event; the message names
   *     file, line, column and value, and says what would be right
   */
  public static List<RecordedEvent> read(Path directory) throws IOException {
    List<RecordedEvent> events = new ArrayList<>();
    for (Map.Entry<EventKind, String> file : NAMES.entrySet()) {
      Path path = directory.resolve(file.getValue());
      if (Files.isReadable(path)) {
        try (BufferedReader reader = Files.newBufferedReader(path)) {
          events.addAll(read(reader, path.toString(), file.getKey()));
        }
      }
    }
    if (events.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: has no events: put predictions.csv there, and what belongs to it of %s"
              .formatted(directory, String.join(", ", NAMES.values())));
    }
    events.sort(Comparator.comparingLong(RecordedEvent::appendedMillis));
    return events;
  }

  /**
   * The events of a file, in its order.
   *
   * @param name what messages call it
   */
  static List<RecordedEvent> read(Reader csv, String name, EventKind kind) throws IOException {
    CsvRows rows = new CsvRows(csv, name);
    List<String> columns = rows.next().stream().map(String::strip).toList();
    check(columns, EventColumns.of(kind), name);
    EventRow reader = new EventRow(kind, columns);
    List<RecordedEvent> events = new ArrayList<>();
    for (List<String> row = rows.next(); !row.isEmpty(); row = rows.next()) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "%s line %d has %d cells, the header %d: give each row a cell for each column"
                .formatted(name, rows.line(), row.size(), columns.size()));
      }
      try {
        events.add(reader.event(row));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s line %d: %s".formatted(name, rows.line(), e.getMessage()), e);
      }
    }
    return events;
  }

  private static void check(List<String> columns, EventColumns known, String name) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is empty: give a header and rows; %s".formatted(name, known.remedy()));
    }
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!known.isKnown(column)) {
        throw new IllegalArgumentException(
            "%s line 1: column '%s' is no field of such an event: %s"
                .formatted(name, column, known.remedy()));
      }
      if (!seen.add(column)) {
        throw new IllegalArgumentException(
            "%s line 1: there are two columns named '%s': name each once".formatted(name, column));
      }
    }
  }
}
