package io.atalaya.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table as Markdown, to be read in a terminal and to be pasted into docs/benchmarks.md. */
public final class Report {

  private final List<List<String>> rows = new ArrayList<>();

  /** A table with the column titles; the first column has words, the others figures. */
  public Report(String... titles) {
    row(titles);
  }

  /** Adds a row; missing cells at its end stay empty. */
  public void row(String... cells) {
    List<String> row = new ArrayList<>(List.of(cells));
    while (!rows.isEmpty() && row.size() < rows.getFirst().size()) {
      row.add("");
    }
    rows.add(row);
  }

  @Override
  public String toString() {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    List<String> lines =
        rows.stream()
            .map(row -> line(row, widths))
            .collect(Collectors.toCollection(ArrayList::new));
    String rule =
        IntStream.range(0, widths.length)
            .mapToObj(
                column ->
                    column == 0 ? "-".repeat(widths[column]) : "-".repeat(widths[column] - 1) + ":")
            .collect(Collectors.joining(" | ", "| ", " |"));
    lines.add(1, rule);
    return String.join("\n", lines);
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(
            column -> {
              String padding = " ".repeat(widths[column] - row.get(column).length());
              return column == 0 ? row.get(column) + padding : padding + row.get(column);
            })
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
