package io.atalaya.adapter.terminal;

import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.model.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table of numbers with a header, commas between the fields.
 *
 * @param file its name, for messages
 * @param header the names of the columns
 * @param rows the numbers of each row
 */
record NumberTable(Path file, List<String> header, List<double[]> rows) {

  static NumberTable parse(Path file, List<String> lines) {
    if (lines.size() < 2) {
      throw new ModelException(file + " has no rows: a header and one row at least are needed");
    }
    List<String> header =
        List.of(lines.getFirst().split(",", -1)).stream().map(NumberTable::plain).toList();
    List<double[]> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] fields = lines.get(i).split(",", -1);
      if (fields.length != header.size()) {
        throw new ModelException(
            "%s, line %d has %d fields: the header has %d"
                .formatted(file, i + 1, fields.length, header.size()));
      }
      double[] row = new double[fields.length];
      for (int column = 0; column < row.length; column++) {
        row[column] = number(file, i + 1, header.get(column), fields[column]);
      }
      rows.add(row);
    }
    return new NumberTable(file, header, rows);
  }

  private static String plain(String field) {
    return field.strip().replace("\"", "");
  }

  private static double number(Path file, int line, String column, String field) {
    try {
      return Double.parseDouble(plain(field));
    } catch (NumberFormatException e) {
      throw new ModelException(
          "%s, line %d: %s is '%s', no number".formatted(file, line, column, field), e);
    }
  }

  /** All columns but one, as the input of a model. */
  Tensor without(Optional<String> left) {
    int skipped = left.map(this::index).orElse(-1);
    int width = header.size() - (skipped < 0 ? 0 : 1);
    float[] values = new float[rows.size() * width];
    int next = 0;
    for (double[] row : rows) {
      for (int column = 0; column < row.length; column++) {
        if (column != skipped) {
          values[next++] = (float) row[column];
        }
      }
    }
    return new Tensor.Floats(values, new long[] {rows.size(), width});
  }

  /** The numbers of one column. */
  double[] column(String name) {
    int index = index(name);
    return rows.stream().mapToDouble(row -> row[index]).toArray();
  }

  private int index(String name) {
    int index = header.indexOf(name);
    if (index < 0) {
      throw new ModelException("%s has no column '%s', but %s".formatted(file, name, header));
    }
    return index;
  }
}
