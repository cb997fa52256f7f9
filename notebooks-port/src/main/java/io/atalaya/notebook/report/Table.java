package io.atalaya.notebook.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table.
 *
 * @param id its name in JSON: lower case, digits and hyphens
 * @param caption what it shows, in a sentence
 * @param columns at least one
 * @param rows each with a cell for each column
 */
public record Table(String id, String caption, List<Column> columns, List<List<Cell>> rows)
    implements Part {

  /** Copies the rows, and refuses one that does not fill the columns. */
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Cell> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "table %s: a row of %d cells for %d columns: %s"
                .formatted(id, row.size(), columns.size(), row));
      }
    }
  }

  /** Collects rows. For one thread. */
  public static final class Rows {

    private final String id;
    private final String caption;
    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** A table without rows yet. */
    public Rows(String id, String caption, Column... columns) {
      this.id = id;
      this.caption = caption;
      this.columns = List.of(columns);
    }

    /** Adds a row. */
    public Rows row(Cell... cells) {
      rows.add(List.of(cells));
      return this;
    }

    /** The table of the rows so far. */
    public Table table() {
      return new Table(id, caption, columns, rows);
    }
  }
}
