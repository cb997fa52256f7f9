package io.atalaya.notebook.metrics;

import io.atalaya.adapter.kafka.decode.EventKind;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The columns that a file of one kind of event can have: the fields of the event, and those of its
 * objects by their path, {@code features.temperature} for example. A column {@code features} is for
 * events that state none at all, which is more than to say nothing of them: its cell is then {@code
 * {}}.
 *
 * @param fields the plain fields
 * @param objects the fields that hold named values, of which each has a column
 */
record EventColumns(Set<String> fields, Set<String> objects) {

  /** When the event was appended to the log; without it the event's own time counts. */
  static final String APPENDED = "appended";

  private static final Set<String> TEXTS =
      Set.of(
          "id",
          "model",
          "version",
          "error",
          "segment",
          "type",
          "finish_reason",
          "prompt",
          "completion",
          "change",
          "detail");

  EventColumns {
    fields = Set.copyOf(fields);
    objects = Set.copyOf(objects);
  }

  /** Those of a kind of event. */
  static EventColumns of(EventKind kind) {
    return switch (kind) {
      case PREDICTION ->
          with(
              Set.of("features", "probabilities", "interval"),
              "id",
              "version",
              "value",
              "error",
              "confidence",
              "latency_ms",
              "segment",
              "cached");
      case OUTCOME -> with(Set.of(), "id", "actual", "retracted");
      case INTERACTION -> with(Set.of(), "id", "version", "type", "value", "segment");
      case GENERATION ->
          with(
              Set.of("scores"),
              "id",
              "version",
              "prompt_tokens",
              "completion_tokens",
              "ttft_ms",
              "duration_ms",
              "finish_reason",
              "prompt",
              "completion",
              "error");
      case ASSESSMENT -> with(Set.of("scores"), "id", "version");
      case LIFECYCLE -> with(Set.of(), "change", "version", "detail");
    };
  }

  private static EventColumns with(Set<String> objects, String... own) {
    Set<String> fields = new TreeSet<>(List.of(own));
    fields.addAll(Set.of("model", "time", "schema"));
    return new EventColumns(fields, objects);
  }

  /** Whether a file can have this column. */
  boolean isKnown(String column) {
    int dot = column.indexOf('.');
    return column.equals(APPENDED)
        || fields.contains(column)
        || objects.contains(column)
        || (dot > 0 && dot < column.length() - 1 && objects.contains(column.substring(0, dot)));
  }

  /** Whether a column is for an object as a whole. */
  boolean isObject(String column) {
    return objects.contains(column);
  }

  /** Whether whatever stands in such a column is text, be it {@code 7} or {@code true}. */
  static boolean isText(String column) {
    return TEXTS.contains(column);
  }

  /** The columns, for messages. */
  String remedy() {
    SortedSet<String> all = new TreeSet<>(fields);
    objects.forEach(object -> all.add(object + ".<name>"));
    all.add(APPENDED);
    return "give some of " + String.join(", ", all);
  }
}
