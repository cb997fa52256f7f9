package io.atalaya.accuracy;

import io.atalaya.event.Probabilities;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Classified pairs and their figures by NumPy and SciPy: a case of classifications.txt, whose lines
 * and generator classifications.py beside it describes.
 */
final class ClassifiedSample {

  final String name;
  @Nullable String positive;
  final List<Classified> pairs = new ArrayList<>();
  final List<ClassFigures> classes = new ArrayList<>();
  final List<String[]> bins = new ArrayList<>();
  private final Map<String, Double> figures = new HashMap<>();

  private ClassifiedSample(String name) {
    this.name = name;
  }

  static List<ClassifiedSample> all() {
    List<ClassifiedSample> all = new ArrayList<>();
    for (String line : text().split("\n", -1)) {
      if (line.startsWith("case ")) {
        all.add(new ClassifiedSample(line.substring("case ".length())));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        all.getLast().read(line.split(" ", -1));
      }
    }
    return all;
  }

  static ClassifiedSample of(String name) {
    return all().stream().filter(sample -> sample.name.equals(name)).findFirst().orElseThrow();
  }

  ClassificationCounts counts() {
    ClassificationCounts counts = empty();
    pairs.forEach(counts::add);
    return counts;
  }

  ClassificationCounts empty() {
    return positive == null ? new ClassificationCounts() : new ClassificationCounts(positive);
  }

  OptionalDouble figure(String figure) {
    double value = Objects.requireNonNull(figures.get(figure), figure);
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  @Override
  public String toString() {
    return name;
  }

  private void read(String[] words) {
    switch (words[0]) {
      case "positive" -> positive = words[1];
      case "pair" -> pairs.add(new Classified(words[1], words[2], probabilities(words)));
      case "figure" -> figures.put(words[1], Double.parseDouble(words[2].replace("nan", "NaN")));
      case "class" ->
          classes.add(
              new ClassFigures(
                  words[1].replace('_', ' '),
                  Long.parseLong(words[2]),
                  Long.parseLong(words[3]),
                  Long.parseLong(words[4])));
      case "bin" -> bins.add(words);
      default -> throw new IllegalArgumentException("no line begins with " + words[0]);
    }
  }

  private static @Nullable Probabilities probabilities(String[] words) {
    int size = words.length - 3;
    String[] names = new String[size];
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      String[] stated = words[i + 3].split("=", -1);
      names[i] = stated[0];
      values[i] = Double.parseDouble(stated[1]);
    }
    return size == 0 ? null : new Probabilities(names, values);
  }

  private static String text() {
    try (InputStream in = ClassifiedSample.class.getResourceAsStream("classifications.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
