package io.atalaya.notebook.report;

import java.util.Locale;

/**
 * A column of a table.
 *
 * @param key its name in JSON: lower case, digits and underscores
 * @param title its heading, with the unit
 * @param format of its figures, as {@link String#format} has it; empty for a column of words
 */
public record Column(String key, String title, String format) {

  /** Refuses a key of another form. */
  public Column {
    if (!key.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException(
          "'%s' is no key of a column: lower case, digits and _, as in p50_ms".formatted(key));
    }
  }

  /** A column of words. */
  public static Column words(String key, String title) {
    return new Column(key, title, "");
  }

  /** A column of figures. */
  public static Column figures(String key, String title, String format) {
    return new Column(key, title, format);
  }

  /** Whether it holds figures. */
  public boolean hasFigures() {
    return !format.isEmpty();
  }

  /** What a reader sees of a cell; a dash where there is nothing. */
  public String text(Cell cell) {
    return switch (cell) {
      case Cell.Words words -> words.text();
      case Cell.Figure figure ->
          hasFigures()
              ? String.format(Locale.ROOT, format, figure.value())
              : Double.toString(figure.value());
      case Cell.Absent ignored -> "–";
    };
  }
}
