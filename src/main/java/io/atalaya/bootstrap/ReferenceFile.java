package io.atalaya.bootstrap;

import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceColumn;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.statistics.CategorySample;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The references in a CSV file (RFC 4180) with a header: a column is a feature.
 *
 * <p>In an empty cell the feature is missing. A column with a cell that is no finite number is one
 * of names, all of its cells being texts; the file is then read a second time, since a number does
 * not tell how it was written. Memory: 8 bytes a cell, and the distinct texts.
 *
 * @param features the references by feature
 * @param texts for each column that is not one of numbers, a cell that is none
 * @param skipped for each column left out, one line that says why
 */
record ReferenceFile(
    SortedMap<String, Feature> features, Map<String, String> texts, List<String> skipped) {

  /**
   * One feature.
   *
   * @param column its values
   * @param reference what they make
   */
  record Feature(ReferenceColumn column, FeatureReference reference) {}

  /** Takes a cell of a column, and the number of its line. */
  private interface CellSink {
    void add(CsvColumn column, String cell, int line);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it cannot be read, is no CSV or has no reference; the
   *     message names the path and the remedy
   */
  static ReferenceFile read(Path path) {
    return read(path, path.toString());
  }

  /** Reads a file that messages call {@code name}. */
  static ReferenceFile read(Path path, String name) {
    try {
      List<CsvColumn> columns = new ArrayList<>();
      scan(path, name, columns, CsvColumn::addNumber);
      if (columns.stream().anyMatch(CsvColumn::isText)) {
        scan(path, name, columns, (column, cell, line) -> column.addText(cell));
      }
      return of(name, columns);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          path.toAbsolutePath() + " does not exist: give the path of a CSV file with a header", e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(name + " is not UTF-8: convert it", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          path.toAbsolutePath() + " cannot be read: check that it is a file and its permissions",
          e);
    }
  }

  /** Hands over every cell; the columns are made from the header when there are none yet. */
  private static void scan(Path path, String name, List<CsvColumn> columns, CellSink sink)
      throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      CsvRows rows = new CsvRows(reader, name);
      List<String> header = rows.next();
      if (columns.isEmpty()) {
        header.forEach(column -> columns.add(new CsvColumn(column)));
        requireNames(name, columns);
      }
      for (List<String> row = rows.next(); !row.isEmpty(); row = rows.next()) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "%s line %d has %d cells, the header %d: give each row a cell for each column"
                  .formatted(name, rows.line(), row.size(), columns.size()));
        }
        for (int i = 0; i < row.size(); i++) {
          sink.add(columns.get(i), row.get(i).strip(), rows.line());
        }
      }
    }
  }

  private static void requireNames(String name, List<CsvColumn> columns) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(
          name + " is empty: give a header and rows, a column for each feature");
    }
    Set<String> names = new HashSet<>();
    for (CsvColumn column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "%s has two columns named %s: name each once".formatted(name, column.name()));
      }
    }
  }

  private static ReferenceFile of(String name, List<CsvColumn> columns) {
    SortedMap<String, Feature> features = new TreeMap<>();
    Map<String, String> texts = new HashMap<>();
    List<String> skipped = new ArrayList<>();
    for (CsvColumn column : columns) {
      if (column.isText()) {
        texts.put(column.name(), column.fault());
      }
      ReferenceColumn values = column.values();
      values
          .reference()
          .ifPresentOrElse(
              reference -> features.put(column.name(), new Feature(values, reference)),
              () -> skipped.add(skipped(name, column.name(), fault(column))));
    }
    while (features.size() > ReferenceProfile.MAX_FEATURES) {
      String last = features.lastKey();
      features.remove(last);
      skipped.add(
          skipped(name, last, "more than %d before it".formatted(ReferenceProfile.MAX_FEATURES)));
    }
    if (features.isEmpty()) {
      throw new IllegalArgumentException(
          name + " has no column with values: give a header and rows, a column for each feature");
    }
    return new ReferenceFile(features, texts, skipped);
  }

  private static String fault(CsvColumn column) {
    return column.isText()
        ? column.fault()
            + ", and less than half of its values in the %d most frequent texts"
                .formatted(CategorySample.MAX_NAMES)
        : "no values";
  }

  private static String skipped(String name, String column, String fault) {
    return "%s: column %s has %s: it is no reference".formatted(name, column, fault);
  }
}
