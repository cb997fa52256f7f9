package io.atalaya.adapter.inference;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of an output tensor: written {@code demand}, or {@code scores[2]} for the third column.
 *
 * @param output the output's name
 * @param column which column, the first is 0
 */
public record OutputColumn(String output, int column) {

  private static final Pattern WRITTEN = Pattern.compile("([^\\[\\]]+)(?:\\[(\\d{1,6})])?");

  public OutputColumn {
    if (column < 0) {
      throw new IllegalArgumentException("column: " + column + " is below 0");
    }
  }

  /**
   * Reads a column as it is written.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static OutputColumn parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          text + " is no column of an output: give for example demand, or scores[2]");
    }
    String column = matcher.group(2);
    return new OutputColumn(
        matcher.group(1).strip(), column == null ? 0 : Integer.parseInt(column));
  }
}
