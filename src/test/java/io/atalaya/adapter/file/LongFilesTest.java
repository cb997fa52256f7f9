package io.atalaya.adapter.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceTable;
import io.atalaya.drift.ReferenceTable.Feature;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.Distribution;
import io.atalaya.statistics.ReferenceSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are longer than what is kept of them. */
class LongFilesTest {

  private static final int MOST = 2_000;

  @TempDir Path directory = Path.of("");

  /** What is in the columns of a file. */
  private final List<Double> heights = new ArrayList<>();

  private final List<Double> grades = new ArrayList<>();
  private final List<Double> seldom = new ArrayList<>();
  private final Map<String, Long> zones = new HashMap<>();

  @Test
  void asManyRowsAsAreKeptGiveWhatAnyFileGives() throws IOException {
    Path file = write(MOST);
    assertEquals(
        new ReferenceFiles().read(file).features().keySet(), read(file).features().keySet());
    read(file)
        .features()
        .forEach(
            (name, feature) ->
                assertEquals(
                    feature(new ReferenceFiles().read(file), name).reference(),
                    feature.reference(),
                    name));
    assertEquals(MOST, feature(read(file), "height").rows().rows());
    assertEquals(numbers(heights), feature(read(file), "height").reference().values());
  }

  @Test
  void oneRowMoreGivesTheSameNearly() throws IOException {
    Path file = write(MOST + 1);
    ReferenceTable table = read(file);
    assertTrue(feature(table, "height").rows().rows() < MOST);
    assertEquals(numbers(grades), feature(table, "grade").reference().values());
    assertEquals(MOST + 1, feature(table, "height").reference().size());
  }

  @Test
  void countsAtTheKnotsAreThoseOfAllRows() throws IOException {
    ReferenceTable table = read(write(60_000));

    FeatureReference height = feature(table, "height").reference();
    ReferenceSample sample = assertInstanceOf(ReferenceSample.class, height.values());
    assertEquals(60_000, height.predictions());
    assertEquals(0, height.missing());
    for (int i = 0; i < sample.knots(); i += 7) {
      double knot = sample.knot(i);
      assertEquals(heights.stream().filter(value -> value < knot).count(), sample.countBelow(i));
      assertEquals(heights.stream().filter(value -> value <= knot).count(), sample.countUpTo(i));
    }
    assertEquals(numbers(heights).mean(), sample.mean());
    assertEquals(numbers(heights).standardDeviation(), sample.standardDeviation());
    // Of a sample of 1,000 to 2,000 values as many are knots.
    assertTrue(sample.largestGapMass() < 0.02, "gap " + sample.largestGapMass());
  }

  @Test
  void fewDistinctValuesAndTextsAreCountedExactly() throws IOException {
    ReferenceTable table = read(write(60_000));
    assertEquals(
        new FeatureReference(numbers(grades), 60_000, 60_000 - grades.size(), 0),
        feature(table, "grade").reference());
    assertEquals(
        new FeatureReference(CategorySample.of(zones, 0), 60_000, 0, 0),
        feature(table, "zone").reference());
  }

  /** What few rows have is not looked for in a sample of the rows. */
  @Test
  void ofAColumnThatFewRowsHaveAllValuesAreKnown() throws IOException {
    ReferenceTable table = read(write(60_000));
    Distribution expected = numbers(seldom);
    assertTrue(seldom.size() > 500 && seldom.size() < 1_024, "the example is another");
    assertEquals(expected, feature(table, "seldom").reference().values());
  }

  @Test
  void theRowsThatAreLookedAtAreStretchesOfNeighbours() throws IOException {
    Feature height = feature(read(write(60_000)), "height");
    assertEquals(6 * (MOST / 6), height.rows().rows());
    assertFalse(height.rows().isMissing(0));
    Feature seldom = feature(read(write(60_000)), "seldom");
    int missing = 0;
    for (int row = 0; row < seldom.rows().rows(); row++) {
      missing += seldom.rows().isMissing(row) ? 1 : 0;
    }
    assertTrue(missing > 0.95 * MOST, "missing " + missing);
  }

  @Test
  void aColumnWithoutValuesIsLeftOutAsOfAnyFile() throws IOException {
    List<String> lines = new ArrayList<>(List.of("height,none"));
    for (int row = 0; row <= MOST; row++) {
      lines.add(row + ",");
    }
    Path file = Files.write(directory.resolve("reference.csv"), lines);

    ReferenceTable table = read(file);
    assertEquals(Set.of("height"), table.features().keySet());
    assertEquals(
        List.of(file + ": column none has no values: it is no reference"), table.skipped());
  }

  @Test
  void jsonLinesAreCountedAsCsvIs() throws IOException {
    Path csv = write(30_000);
    Path json = directory.resolve("reference.jsonl");
    List<String> rows = Files.readAllLines(csv);
    String[] names = rows.getFirst().split(",", -1);
    List<String> objects = new ArrayList<>();
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split(",", -1);
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < names.length; i++) {
        if (!cells[i].isEmpty()) {
          String value = names[i].equals("zone") ? '"' + cells[i] + '"' : cells[i];
          fields.add("\"%s\": %s".formatted(names[i], value));
        }
      }
      objects.add("{" + String.join(", ", fields) + "}");
    }
    Files.write(json, objects);
    ReferenceTable ofCsv = read(csv);
    read(json)
        .features()
        .forEach(
            (name, feature) ->
                assertEquals(feature(ofCsv, name).reference(), feature.reference(), name));
  }

  private ReferenceTable read(Path file) {
    return new ReferenceFiles(MOST).read(file);
  }

  private static Feature feature(ReferenceTable table, String name) {
    return Objects.requireNonNull(table.features().get(name));
  }

  private static ReferenceSample numbers(List<Double> values) {
    return ReferenceSample.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private Path write(int rows) throws IOException {
    heights.clear();
    grades.clear();
    seldom.clear();
    zones.clear();
    Random random = new Random(rows);
    List<String> lines = new ArrayList<>(List.of("height,grade,seldom,zone"));
    for (int row = 0; row < rows; row++) {
      double height = Double.parseDouble("%.4f".formatted(10 * random.nextGaussian()));
      heights.add(height);
      String grade = random.nextInt(10) == 0 ? "" : Integer.toString(random.nextInt(12));
      if (!grade.isEmpty()) {
        grades.add(Double.valueOf(grade));
      }
      String rare = random.nextInt(80) == 0 ? "%.3f".formatted(random.nextDouble()) : "";
      if (!rare.isEmpty()) {
        seldom.add(Double.valueOf(rare));
      }
      String zone = "z" + (int) (3 * Math.abs(random.nextGaussian()));
      zones.merge(zone, 1L, Long::sum);
      lines.add(String.format(Locale.ROOT, "%.4f,%s,%s,%s", height, grade, rare, zone));
    }
    return Files.write(directory.resolve("reference.csv"), lines);
  }
}
