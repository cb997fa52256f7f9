package io.atalaya.notebook.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.adapter.kafka.decode.EventKind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Events as CSV: takes what services publish, and writes the files that {@link EventFiles} reads. A
 * file has the columns that any of its events has.
 *
 * <p>For one thread; all events are held until they are written.
 */
public final class EventCsv {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<EventKind, List<Map<String, String>>> rows = new EnumMap<>(EventKind.class);

  /**
   * Takes an event.
   *
   * @param appendedMillis when it was appended to the log; null where that is its own time
   * @param json what was published
   */
  public void add(EventKind kind, @Nullable Long appendedMillis, String json) {
    Map<String, String> row = new LinkedHashMap<>();
    EventColumns known = EventColumns.of(kind);
    try {
      for (Map.Entry<String, JsonNode> field : JSON.readTree(json).properties()) {
        if (field.getValue().isObject()) {
          if (field.getValue().isEmpty()) {
            row.put(field.getKey(), "{}");
          }
          for (Map.Entry<String, JsonNode> named : field.getValue().properties()) {
            String column = field.getKey() + "." + named.getKey();
            row.put(column, cell(column, named.getValue()));
          }
        } else if (!field.getValue().isNull()) {
          row.put(field.getKey(), cell(field.getKey(), field.getValue()));
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no event: " + json, e);
    }
    // Whoever reads events ignores the fields that it does not know.
    row.keySet().removeIf(column -> !known.isKnown(column));
    if (appendedMillis != null) {
      row.put(EventColumns.APPENDED, appendedMillis.toString());
    }
    rows.computeIfAbsent(kind, ignored -> new ArrayList<>()).add(row);
  }

  /** Writes a file for each kind of event that was taken, into an existing directory. */
  public void writeTo(Path directory) throws IOException {
    for (Map.Entry<EventKind, List<Map<String, String>>> file : rows.entrySet()) {
      Set<String> columns = new LinkedHashSet<>();
      file.getValue().forEach(row -> columns.addAll(row.keySet()));
      Path path = directory.resolve(EventFiles.name(file.getKey()));
      try (BufferedWriter out = Files.newBufferedWriter(path)) {
        out.write(String.join(",", columns.stream().map(EventCsv::quoted).toList()));
        out.newLine();
        for (Map<String, String> row : file.getValue()) {
          List<String> cells = new ArrayList<>();
          columns.forEach(column -> cells.add(quoted(row.getOrDefault(column, ""))));
          out.write(String.join(",", cells));
          out.newLine();
        }
      }
    }
  }

  /** A text that could be taken for something else keeps its JSON quotes. */
  private static String cell(String column, JsonNode value) {
    if (!value.isTextual() || EventColumns.isText(column)) {
      return value.asText();
    }
    String text = value.textValue();
    boolean plain = !text.isBlank() && text.equals(text.strip()) && !isScalar(text);
    return plain ? text : value.toString();
  }

  private static boolean isScalar(String text) {
    try {
      return JSON.readTree(text).isValueNode();
    } catch (JsonProcessingException none) {
      return false;
    }
  }

  private static String quoted(String cell) {
    return cell.matches("(?s).*[,\"\\r\\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
