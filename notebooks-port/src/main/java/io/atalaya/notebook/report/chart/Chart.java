package io.atalaya.notebook.report.chart;

import java.util.List;

/** Figures to be drawn. */
public sealed interface Chart {

  /** Names the chart within its report: lower case, digits and hyphens. */
  String id();

  /** What it shows, in a sentence below it. */
  String caption();

  /** Lines over a quantity or over time, with marks. */
  record Lines(String id, String caption, Axis x, Axis y, List<Series> series, List<Mark> marks)
      implements Chart {
    public Lines {
      series = List.copyOf(series);
      marks = List.copyOf(marks);
    }
  }

  /** Points that are not connected, with marks. */
  record Points(String id, String caption, Axis x, Axis y, List<Series> series, List<Mark> marks)
      implements Chart {
    public Points {
      series = List.copyOf(series);
      marks = List.copyOf(marks);
    }
  }

  /**
   * Bars from 0, side by side in each category.
   *
   * @param categories along the horizontal axis
   * @param y what the height of a bar says
   * @param groups one of each colour
   * @param format of the figure above a bar, as {@link String#format} has it; empty for none
   */
  record Bars(
      String id,
      String caption,
      List<String> categories,
      Axis y,
      List<Group> groups,
      List<Mark.Level> marks,
      String format)
      implements Chart {
    public Bars {
      categories = List.copyOf(categories);
      groups = List.copyOf(groups);
      marks = List.copyOf(marks);
      for (Group group : groups) {
        if (group.values().size() != categories.size()) {
          throw new IllegalArgumentException(
              "chart %s: %s has %d values for %d categories"
                  .formatted(id, group.name(), group.values().size(), categories.size()));
        }
      }
    }
  }

  /**
   * Bars of one colour.
   *
   * @param name as the legend has it
   * @param values one for each category; NaN where there is none
   */
  record Group(String name, List<Double> values) {
    public Group {
      values = List.copyOf(values);
    }
  }

  /**
   * How often values fall into bins of one width.
   *
   * @param x what the values are
   * @param bins their number, from the least value to the greatest, at least 1
   */
  record Frequencies(String id, String caption, Axis x, int bins, List<Sample> samples)
      implements Chart {
    public Frequencies {
      samples = List.copyOf(samples);
      if (bins < 1 || samples.isEmpty()) {
        throw new IllegalArgumentException(
            "chart %s: %d bins, %d samples: at least 1 of each is needed"
                .formatted(id, bins, samples.size()));
      }
    }
  }

  /**
   * Values of one colour.
   *
   * @param name as the legend has it
   * @param values finite, at least one
   */
  record Sample(String name, List<Double> values) {
    public Sample {
      values = List.copyOf(values);
      if (values.isEmpty() || !values.stream().allMatch(Double::isFinite)) {
        throw new IllegalArgumentException(
            "sample %s: at least one value, and only finite ones".formatted(name));
      }
    }
  }
}
