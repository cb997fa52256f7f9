package io.atalaya.adapter.file;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV text as RFC 4180 defines it: cells between commas, quoted where they hold
 * commas, quotes (doubled) or line breaks; lines end with LF or CRLF. A byte order mark and blank
 * lines are skipped.
 *
 * <p>For one thread.
 */
public final class CsvRows {

  private static final int END = -1;
  private static final int BUFFER = 1 << 14;

  private final Reader reader;
  private final String name;
  private final char[] buffer = new char[BUFFER];
  private int at;
  private int end;
  private int line;
  private int current;

  /**
   * @param name what messages call the text
   */
  public CsvRows(Reader reader, String name) throws IOException {
    this.reader = reader;
    this.name = name;
    current = read();
    if (current == '\uFEFF') {
      current = read();
    }
  }

  /** The number of the line in which the last row ended, from 1. */
  public int line() {
    return line;
  }

  /**
   * The cells of the next row; empty at the end of the text.
   *
   * @throws IllegalArgumentException if a quoted cell does not end, or goes on after its quote
   */
  public List<String> next() throws IOException {
    List<String> row = new ArrayList<>();
    while (current != END) {
      row.add(cell());
      if (current == ',') {
        current = read();
        if (current == END) {
          row.add("");
        }
        continue;
      }
      if (current == '\n') {
        current = read();
      }
      line++;
      if (row.size() > 1 || !row.getFirst().isBlank()) {
        return row;
      }
      row.clear();
    }
    if (!row.isEmpty()) {
      line++;
    }
    return row;
  }

  /** Reads one cell, up to the comma, line feed or end after it. */
  private String cell() throws IOException {
    if (current != '"') {
      String buffered = bufferedCell();
      if (buffered != null) {
        return buffered;
      }
    }
    StringBuilder cell = new StringBuilder();
    if (current == '"') {
      quoted(cell);
      skipCarriageReturn();
      if (current != ',' && current != '\n' && current != END) {
        throw new IllegalArgumentException(
            "%s line %d: text follows a closing quote: double the quotes inside a cell"
                .formatted(name, line + 1));
      }
      return cell.toString();
    }
    while (current != ',' && current != '\n' && current != END) {
      cell.append((char) current);
      current = read();
    }
    int last = cell.length() - 1;
    if (current != ',' && last >= 0 && cell.charAt(last) == '\r') {
      cell.setLength(last);
    }
    return cell.toString();
  }

  /** The cell, if it ends before what is buffered does; null otherwise. */
  private @Nullable String bufferedCell() throws IOException {
    if (current == ',' || current == '\n' || current == END) {
      return "";
    }
    int last = at;
    while (last < end && buffer[last] != ',' && buffer[last] != '\n') {
      last++;
    }
    if (last == end) {
      return null;
    }
    int first = at - 1; // where the current one stands
    at = last;
    current = read();
    int length = last - first;
    if (current == '\n' && buffer[last - 1] == '\r') {
      length--;
    }
    return new String(buffer, first, length);
  }

  private int read() throws IOException {
    if (at == end) {
      end = Math.max(0, reader.read(buffer, 0, BUFFER));
      at = 0;
      if (end == 0) {
        return END;
      }
    }
    return buffer[at++];
  }

  private void quoted(StringBuilder cell) throws IOException {
    int start = line + 1;
    while (true) {
      current = read();
      if (current == '"') {
        current = read();
        if (current != '"') {
          return;
        }
      } else if (current == '\n') {
        line++;
      } else if (current == END) {
        throw new IllegalArgumentException(
            "%s line %d: a quoted cell does not end: close its quote".formatted(name, start));
      }
      cell.append((char) current);
    }
  }

  private void skipCarriageReturn() throws IOException {
    if (current == '\r') {
      current = read();
    }
  }
}
