package io.atalaya.bootstrap;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a CSV text as RFC 4180 defines it: cells between commas, quoted where they hold
 * commas, quotes (doubled) or line breaks; lines end with LF or CRLF. A byte order mark and blank
 * lines are skipped.
 *
 * <p>For one thread.
 */
final class CsvRows {

  private static final int END = -1;

  private final Reader reader;
  private final String name;
  private int line;
  private int current;

  /**
   * @param reader buffered
   * @param name what messages call the text
   */
  CsvRows(Reader reader, String name) throws IOException {
    this.reader = reader;
    this.name = name;
    current = reader.read();
    if (current == '\uFEFF') {
      current = reader.read();
    }
  }

  /** The number of the line in which the last row ended, from 1. */
  int line() {
    return line;
  }

  /**
   * The cells of the next row; empty at the end of the text.
   *
   * @throws IllegalArgumentException if a quoted cell does not end, or goes on after its quote
   */
  List<String> next() throws IOException {
    List<String> row = new ArrayList<>();
    while (current != END) {
      row.add(cell());
      if (current == ',') {
        current = reader.read();
        if (current == END) {
          row.add("");
        }
        continue;
      }
      if (current == '\n') {
        current = reader.read();
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
      current = reader.read();
    }
    int last = cell.length() - 1;
    if (current != ',' && last >= 0 && cell.charAt(last) == '\r') {
      cell.setLength(last);
    }
    return cell.toString();
  }

  private void quoted(StringBuilder cell) throws IOException {
    int start = line + 1;
    while (true) {
      current = reader.read();
      if (current == '"') {
        current = reader.read();
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
      current = reader.read();
    }
  }
}
