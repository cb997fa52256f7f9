package io.atalaya.bench.drift;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Hourly bike rentals in Washington in 2011 and 2012: what a demand model is given, and what it
 * would have to predict. A value is drawn from those of all hours, so that hours are independent.
 *
 * <p>Source: H. Fanaee-T, J. Gama, "Event labeling combining ensemble detectors and background
 * knowledge", Progress in Artificial Intelligence, 2013.
 */
final class Bikes {

  static final List<String> FEATURES =
      List.of("hr", "weekday", "workingday", "weathersit", "temp", "hum", "windspeed", "cnt");

  private static final int YEAR = 3;

  private final List<String> header;
  private final List<String[]> rows = new ArrayList<>();

  Bikes() throws IOException {
    try (InputStream in = Bikes.class.getResourceAsStream("/bike-sharing-hourly.csv");
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(in, "the data is not on the class path"),
                    StandardCharsets.UTF_8))) {
      header = List.of(reader.readLine().split(",", -1));
      reader.lines().forEach(line -> rows.add(line.split(",", -1)));
    }
    Collections.shuffle(rows, new Random(2011));
  }

  /** The first or the other half of 2011, divided by chance. */
  List<Distribution> half2011(boolean first) {
    List<String[]> all = rows(row -> row[YEAR].equals("0"));
    int half = all.size() / 2;
    return columns(first ? all.subList(0, half) : all.subList(half, all.size()));
  }

  List<Distribution> year2012() {
    return columns(rows(row -> row[YEAR].equals("1")));
  }

  private List<String[]> rows(Predicate<String[]> wanted) {
    return rows.stream().filter(wanted).toList();
  }

  private List<Distribution> columns(List<String[]> chosen) {
    List<Distribution> columns = new ArrayList<>();
    for (String feature : FEATURES) {
      int column = header.indexOf(feature);
      double[] values =
          chosen.stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray();
      columns.add(random -> values[random.nextInt(values.length)]);
    }
    return columns;
  }
}
