package io.atalaya.bootstrap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
  void columnIsAFeatureAndEmptyCellsAreSkipped() throws IOException {
    ReferenceFile reference = read("temp,__prediction__\n1.5,10\n,-2e3\n .5 ,\n");

    assertArrayEquals(new double[] {1.5, 0.5}, reference.columns().get("temp"));
    assertArrayEquals(new double[] {10, -2000}, reference.columns().get("__prediction__"));
    assertEquals(List.of(), reference.skipped());
  }

  @Test
  void columnThatIsNotAllNumbersIsLeftOutWithTheReason() throws IOException {
    ReferenceFile reference = read("a,season,b,none\n1,2,NaN,\n2,winter,3,\n");

    assertEquals(Set.of("a"), reference.columns().keySet());
    assertEquals(
        List.of(
            file + ": column season has 'winter' in line 3, which is no number: it is no reference",
            file + ": column b has 'NaN' in line 2, which is no number: it is no reference",
            file + ": column none has no values: it is no reference"),
        reference.skipped());
  }

  @Test
  void quotedCellsHoldCommasQuotesAndLineBreaks() throws IOException {
    ReferenceFile reference = read("\uFEFF\"a,\"\"x\"\"\r\ny\",b\r\n\"1\",\"2\"\r\n\r\n3,4");

    assertArrayEquals(new double[] {1, 3}, reference.columns().get("a,\"x\"\r\ny"));
    assertArrayEquals(new double[] {2, 4}, reference.columns().get("b"));
  }

  @Test
  void everyValueOfALongFileIsKept() throws IOException {
    StringBuilder text = new StringBuilder("a\n");
    for (int i = 0; i < 1_000; i++) {
      text.append(i).append('\n');
    }

    double[] values = read(text.toString()).columns().getOrDefault("a", new double[0]);

    assertEquals(1_000, values.length);
    assertEquals(999, values[999]);
  }

  @Test
  void fileWithoutAReferenceIsRefused() {
    assertRefused(" is empty: give a header and rows, a column for each feature", "");
    assertRefused(
        " has no column of numbers: give a header and rows, a column for each feature", "a,b\n");
    assertRefused(
        " has no column of numbers: give a header and rows, a column for each feature",
        "a,b\nx,y\n");
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
