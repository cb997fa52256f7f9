package io.atalaya.notebook.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.atalaya.adapter.kafka.decode.Decoded;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.adapter.kafka.decode.EventKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Turns rows into events: each becomes the JSON that a service would have published, which the
 * pipeline's own decoder reads. So a row is refused for what a record would be refused for, and in
 * the same words; they name the field by its path, which is the name of the column.
 *
 * <p>A cell that is written as a JSON number, {@code true}, {@code false}, {@code null} or a JSON
 * string in quotes is that; any other is a text as it stands, and in columns that hold texts all
 * are. An empty cell is no field. For one thread.
 */
final class EventRow {

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final Pattern STRING =
      Pattern.compile("\"([^\"\\\\\\p{Cntrl}]|\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*\"");

  private static final Headers NO_HEADERS = new RecordHeaders();
  private static final JsonFactory JSON = new JsonFactory();

  private final EventKind kind;
  private final EventColumns known;
  private final List<String> columns;
  private final int appendedColumn;
  private final int timeColumn;
  private final EventDecoder decoder = new EventDecoder();

  /**
   * @param columns the names of the columns, all known
   */
  EventRow(EventKind kind, List<String> columns) {
    this.kind = kind;
    known = EventColumns.of(kind);
    this.columns = List.copyOf(columns);
    appendedColumn = columns.indexOf(EventColumns.APPENDED);
    timeColumn = columns.indexOf("time");
  }

  /**
   * The event of a row.
   *
   * @param cells as many as there are columns
   * @throws IllegalArgumentException when it is none; the message names column and value, and says
   *     what would be right
   */
  RecordedEvent event(List<String> cells) {
    String appended = cell(cells, appendedColumn);
    if (appended.isEmpty() && cell(cells, timeColumn).isEmpty()) {
      throw new IllegalArgumentException(
          "time is missing: give it, or %s, for example 2026-03-01T12:00:00Z"
              .formatted(EventColumns.APPENDED));
    }
    // Without a time of its own a record is appended when it happens, and nothing is ahead of it.
    long timestamp = appended.isEmpty() ? Long.MAX_VALUE : millis(appended);
    return switch (decoder.decode(kind, json(cells), NO_HEADERS, timestamp)) {
      case Decoded.Accepted(var event) ->
          new RecordedEvent(event, appended.isEmpty() ? event.timeMillis() : timestamp);
      case Decoded.Rejected(var ignored, String detail) ->
          throw new IllegalArgumentException(detail);
    };
  }

  private static String cell(List<String> cells, int column) {
    return column < 0 ? "" : cells.get(column).strip();
  }

  private static long millis(String text) {
    try {
      return NUMBER.matcher(text).matches()
          ? Long.parseLong(text)
          : Instant.parse(text).toEpochMilli();
    } catch (DateTimeException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s is \"%s\", must be ISO 8601 or milliseconds since the epoch, for example 2026-03-01T12:00:00Z"
              .formatted(EventColumns.APPENDED, text),
          e);
    }
  }

  private byte[] json(List<String> cells) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Map<String, Map<String, String>> objects = new LinkedHashMap<>();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      for (int i = 0; i < columns.size(); i++) {
        String column = columns.get(i);
        String cell = cells.get(i).strip();
        int dot = column.indexOf('.');
        if (cell.isEmpty() || i == appendedColumn) {
          continue;
        }
        if (dot > 0) {
          objects
              .computeIfAbsent(column.substring(0, dot), ignored -> new LinkedHashMap<>())
              .put(column.substring(dot + 1), cell);
        } else if (known.isObject(column) && cell.equals("{}")) {
          objects.computeIfAbsent(column, ignored -> new LinkedHashMap<>());
        } else if (EventColumns.isText(column)) {
          out.writeStringField(column, cells.get(i));
        } else {
          write(out, column, cell);
        }
      }
      for (Map.Entry<String, Map<String, String>> object : objects.entrySet()) {
        out.writeObjectFieldStart(object.getKey());
        for (Map.Entry<String, String> field : object.getValue().entrySet()) {
          write(out, field.getKey(), field.getValue());
        }
        out.writeEndObject();
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator out, String field, String cell) throws IOException {
    out.writeFieldName(field);
    if (NUMBER.matcher(cell).matches()) {
      out.writeNumber(cell);
    } else if (cell.equals("true") || cell.equals("false")) {
      out.writeBoolean(cell.equals("true"));
    } else if (cell.equals("null")) {
      out.writeNull();
    } else if (STRING.matcher(cell).matches()) {
      out.writeRawValue(cell);
    } else {
      out.writeString(cell);
    }
  }
}
