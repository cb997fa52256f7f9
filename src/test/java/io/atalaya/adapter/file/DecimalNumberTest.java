package io.atalaya.adapter.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalNumberTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+0.0",
        "7",
        "-12.5",
        ".5",
        "5.",
        "1e3",
        "1E-3",
        "2.5e+10",
        "000123.4500",
        "999999999999999",
        "9999999999999999",
        "0.1",
        "123456789012345e-22",
        "1e22",
        "1e23",
        "9007199254740993",
        "0.000000000000000000000000000001",
        "1.7976931348623157e308",
        "4.9e-324",
        "3e-400",
        "1e-1234",
        "179769313486231570000000000000000000000000000000"
      })
  void itIsWhatJavaReads(String text) {
    assertEquals(Double.parseDouble(text), DecimalNumber.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1",
        "1 ",
        "-",
        ".",
        "e5",
        "1e",
        "1e+",
        "1e1234",
        "1e5x",
        "0x10",
        "1d",
        "1f",
        "NaN",
        "Infinity",
        "1.2.3",
        "1,2",
        "--1",
        "1e1.5",
        "\u0661",
        "1e400",
        "-1e999"
      })
  void anythingElseIsNone(String text) {
    assertEquals(Double.NaN, DecimalNumber.of(text));
  }

  @Test
  void generatedTextsAreReadAsJavaReadsThem() {
    Random random = new Random(1);
    int numbers = 0;
    for (int i = 0; i < 300_000; i++) {
      String text = text(random);
      double expected = asJavaHasIt(text);
      numbers += Double.isNaN(expected) ? 0 : 1;
      assertEquals(expected, DecimalNumber.of(text), text);
    }
    assertEquals(300_000, numbers, 150_000, "hardly any number, or nothing else");
  }

  /** Without letters but e and x Java knows the same numbers, and what overflows. */
  private static double asJavaHasIt(String text) {
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? number : Double.NaN;
    } catch (NumberFormatException none) {
      return Double.NaN;
    }
  }

  /** A decimal number as programs write them, now and then with a character too many. */
  private static String text(Random random) {
    StringBuilder text =
        new StringBuilder(
            switch (random.nextInt(4)) {
              case 0 -> Double.toString(random.nextGaussian());
              case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
              case 2 -> "%.6f".formatted(100 * random.nextGaussian());
              default -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            });
    if (random.nextInt(4) == 0) {
      text.insert(random.nextInt(text.length() + 1), "+-.eE05x".charAt(random.nextInt(8)));
    }
    return text.toString();
  }
}
