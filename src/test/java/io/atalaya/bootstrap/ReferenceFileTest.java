package io.atalaya.bootstrap;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.drift.FeatureReference;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.ReferenceSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceFileTest {

  private Path file = Path.of("");

  @BeforeEach
  void name(@TempDir Path directory) {
    file = directory.resolve("reference.csv");
  }

  @Test
  void columnIsAFeatureAndMissingWhereItsCellsAreEmpty() throws IOException {
    ReferenceFile reference = read("temp,__prediction__\n1.5,10\n,-2e3\n .5 ,\n");

    assertEquals(new FeatureReference(numbers(1.5, 0.5), 3, 1, 0), reference(reference, "temp"));
    assertEquals(
        new FeatureReference(numbers(10, -2000), 3, 1, 0), reference(reference, "__prediction__"));
    assertEquals(List.of(), reference.skipped());
    assertEquals(Map.of(), reference.texts());
  }

  @Test
  void columnThatIsNotAllNumbersIsOneOfTexts() throws IOException {
    ReferenceFile reference = read("a,zone,b,none\n1,07,NaN,\n2, ,3,\n3,7.0,3,\n4,A,3,\n");

    assertEquals(Set.of("a", "zone", "b"), reference.features().keySet());
    // As they are written, also those that are numbers.
    assertEquals(
        new FeatureReference(CategorySample.of(Map.of("07", 1L, "7.0", 1L, "A", 1L), 0), 4, 1, 0),
        reference(reference, "zone"));
    assertEquals(
        new FeatureReference(CategorySample.of(Map.of("3", 3L, "NaN", 1L), 0), 4, 0, 0),
        reference(reference, "b"));
    assertEquals(
        Map.of(
            "zone", "'A' in line 5, which is no number",
            "b", "'NaN' in line 2, which is no number"),
        reference.texts());
    assertEquals(
        List.of(file + ": column none has no values: it is no reference"), reference.skipped());
  }

  @Test
  void columnOfTooManyTextsIsLeftOutWithTheReason() throws IOException {
    StringBuilder text = new StringBuilder("id,half,one\n");
    for (int i = 0; i < 512; i++) {
      text.append("id-%d,h%d,x\n".formatted(i, Math.min(i, 511 - 1)));
    }
    ReferenceFile reference = read(text.append("id-512,h510,x\n").toString());

    // 256 of 513 are less than half; 257 are not.
    assertEquals(Set.of("half", "one"), reference.features().keySet());
    assertEquals(
        List.of(
            file
                + ": column id has 'id-0' in line 2, which is no number, and less than half of its"
                + " values in the 256 most frequent texts: it is no reference"),
        reference.skipped());
    CategorySample half = (CategorySample) reference(reference, "half").values();
    assertEquals(255, half.other());
    assertEquals(513, half.size());
  }

  @Test
  void columnOfMoreDistinctTextsThanAreKeptIsLeftOut() throws IOException {
    StringBuilder text = new StringBuilder("id,one\n");
    for (int i = 0; i < 70_000; i++) {
      text.append("id-").append(i).append(",1\n");
    }

    assertEquals(Set.of("one"), read(text.toString()).features().keySet());
  }

  @Test
  void thoseOfMoreFeaturesThatComeFirstByNameAreKept() throws IOException {
    String header = IntStream.range(0, 252).mapToObj("c%03d"::formatted).collect(joining(","));
    String row = IntStream.range(0, 252).mapToObj(i -> "1").collect(joining(","));

    ReferenceFile reference = read(header + "\n" + row + "\n");

    assertEquals(250, reference.features().size());
    assertEquals("c249", reference.features().lastKey());
    assertEquals(
        List.of(
            file + ": column c251 has more than 250 before it: it is no reference",
            file + ": column c250 has more than 250 before it: it is no reference"),
        reference.skipped());
  }

  @Test
  void quotedCellsHoldCommasQuotesAndLineBreaks() throws IOException {
    ReferenceFile reference = read("\uFEFF\"a,\"\"x\"\"\r\ny\",b\r\n\"1\",\"2\"\r\n\r\n3,4");

    assertEquals(numbers(1, 3), reference(reference, "a,\"x\"\r\ny").values());
    assertEquals(numbers(2, 4), reference(reference, "b").values());
  }

  @Test
  void everyValueOfALongFileIsKept() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 1_000; i++) {
      text.append(i).append(i % 2 == 0 ? ",even\n" : ",odd\n");
    }

    ReferenceFile reference = read(text.toString());

    assertEquals(
        numbers(IntStream.range(0, 1_000).asDoubleStream().toArray()),
        reference(reference, "a").values());
    assertEquals(
        CategorySample.of(Map.of("even", 500L, "odd", 500L), 0),
        reference(reference, "b").values());
  }

  @Test
  void fileWithoutAReferenceIsRefused() {
    assertRefused(" is empty: give a header and rows, a column for each feature", "");
    assertRefused(
        " has no column with values: give a header and rows, a column for each feature", "a,b\n");
    assertRefused(
        " has no column with values: give a header and rows, a column for each feature",
        "a,b\n,\n");
    assertRefused(" has two columns named a: name each once", "a,a\n1,2\n");
    assertRefused(
        " line 3 has 1 cells, the header 2: give each row a cell for each column", "a,b\n1,2\n3\n");
    assertRefused(" line 2: a quoted cell does not end: close its quote", "a\n\"1\n2\n");
    assertRefused(
        " line 2: text follows a closing quote: double the quotes inside a cell", "a\n\"1\"2\n");
  }

  @Test
  void fileThatCannotBeReadIsNamed(@TempDir Path directory) throws IOException {
    assertEquals(
        file + " does not exist: give the path of a CSV file with a header",
        assertThrows(IllegalArgumentException.class, () -> ReferenceFile.read(file)).getMessage());
    assertEquals(
        directory + " cannot be read: check that it is a file and its permissions",
        assertThrows(IllegalArgumentException.class, () -> ReferenceFile.read(directory))
            .getMessage());
    Files.write(file, "a\n\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        file + " is not UTF-8: convert it",
        assertThrows(IllegalArgumentException.class, () -> ReferenceFile.read(file)).getMessage());
  }

  private static ReferenceSample numbers(double... values) {
    return ReferenceSample.of(values);
  }

  private static FeatureReference reference(ReferenceFile file, String feature) {
    return Objects.requireNonNull(file.features().get(feature)).reference();
  }

  private ReferenceFile read(String text) throws IOException {
    Files.writeString(file, text);
    return ReferenceFile.read(file);
  }

  private void assertRefused(String message, String text) {
    assertEquals(
        file + message,
        assertThrows(IllegalArgumentException.class, () -> read(text)).getMessage());
  }
}
