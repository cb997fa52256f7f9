package io.atalaya.adapter.file;

import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceColumn;
import io.atalaya.drift.ReferenceTable.Feature;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.CountedSample;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One column of a file while it is read: as numbers until a cell is none, and then, when the file
 * is read again, as texts. Of a long file the numbers are counted when it is read again.
 *
 * <p>Memory: twelve bytes a row that is kept, eight a row of the stretches, and the distinct texts.
 * For one thread.
 */
final class FileColumn {

  /** A text, and how often it was given. */
  private static final class Distinct {
    final String text;
    long count;

    Distinct(String text) {
      this.text = text;
    }
  }

  private final String name;
  private final int mostKnots;
  private final int mostTexts;
  private final CountedSample counted;
  private DrawnValues drawn = new DrawnValues();
  private Stretches stretches = new Stretches(0, 1, 0);
  private double[] numbers = {};
  private @Nullable String[] texts = {};
  private final Map<String, Distinct> distinct = new HashMap<>();
  private int given;
  private String fault = "";

  /**
   * @param mostTexts the most distinct texts that are kept: of more, none is frequent enough
   */
  FileColumn(String name, int mostKnots, int mostTexts) {
    this.name = name;
    this.mostKnots = mostKnots;
    this.mostTexts = mostTexts;
    counted = new CountedSample(mostKnots);
  }

  String name() {
    return name;
  }

  /** Why it is no column of numbers; empty when it is. */
  String fault() {
    return fault;
  }

  boolean isText() {
    return !fault.isEmpty();
  }

  /**
   * Takes a cell that has a value, the first time.
   *
   * @param row the number of its row, from 0
   * @param most how many values are kept
   */
  void add(Rows cell, int row, int most) throws IOException {
    if (isText()) {
      return;
    }
    double number = cell.number();
    if (Double.isNaN(number)) {
      becomeText("'%.80s' in line %d, which is no number".formatted(cell.text(), cell.line()));
    } else {
      counted.offer(number);
      drawn.add(row, number, most);
    }
  }

  /**
   * Makes it a column of names, before it is read a second time.
   *
   * @param why as {@link #fault} has it
   */
  void becomeText(String why) {
    fault = why;
    drawn = new DrawnValues();
  }

  /**
   * Makes ready for what there is to be taken a second time: texts, and the numbers of a long file.
   *
   * @param all the rows that are looked at for how they follow each other
   */
  void begin(Stretches all) {
    stretches = all;
    if (isText()) {
      texts = new @Nullable String[all.size()];
    } else if (isLong() && counted.size() > 0) {
      counted.begin(drawn.values());
      numbers = new double[all.size()];
      Arrays.fill(numbers, Double.NaN);
      drawn = new DrawnValues();
    }
  }

  /** Takes a cell that has a value, the second time; its row was there the first time too. */
  void addAgain(Rows cell, int row) throws IOException {
    int place = stretches.placeOf(row);
    if (isText()) {
      add(cell.text(), place);
    } else if (isLong()) {
      double number = cell.number();
      if (!Double.isNaN(number)) {
        counted.count(number);
      }
      if (place >= 0) {
        numbers[place] = number;
      }
    }
  }

  private void add(String text, int place) {
    if (distinct.size() > mostTexts) {
      return;
    }
    given++;
    // Longer ones are not told apart.
    String shown = text.substring(0, Math.min(text.length(), CategorySample.MAX_LENGTH + 1));
    Distinct known = distinct.computeIfAbsent(shown, Distinct::new);
    known.count++;
    if (place >= 0) {
      texts[place] = known.text;
    }
  }

  /** The feature that it is; empty when no reference can be made of it. */
  Optional<Feature> feature() {
    int rows = stretches.rows();
    if (isText()) {
      if (distinct.isEmpty() || distinct.size() > mostTexts) {
        return Optional.empty();
      }
      Map<String, Long> counts = new HashMap<>();
      distinct.forEach((text, known) -> counts.put(text, known.count));
      CategorySample sample = CategorySample.of(counts, 0);
      return sample.tellsHalfApart()
          ? Optional.of(
              new Feature(
                  new FeatureReference(sample, rows, rows - given, 0),
                  new ReferenceColumn.Names(texts)))
          : Optional.empty();
    }
    if (!isLong()) {
      ReferenceColumn cells = new ReferenceColumn.Numbers(drawn.cells(rows), mostKnots);
      return cells.reference().map(reference -> new Feature(reference, cells));
    }
    return counted.size() == 0
        ? Optional.empty()
        : Optional.of(
            new Feature(
                new FeatureReference(counted.sample(), rows, rows - counted.size(), 0),
                new ReferenceColumn.Numbers(numbers)));
  }

  private boolean isLong() {
    return stretches.size() < stretches.rows();
  }
}
