package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside the general parser, the JDK's encoder and known strings. */
class PlainTextTest {

  private static final int CASES = 60_000;

  /** Bytes are written as characters up to U+00FF. */
  private static final String[] TAKEN = {
    "a",
    "plain and long enough for more than eight bytes",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\b\\f\\r\\t",
    "\\u0000",
    "\\u00E9",
    "\\u00ff",
    "\\u0100",
    "\\uD83d\\uDe00",
    "\\ude00\\ud83d",
    "\\ud83d",
    "\u00c2\u0080",
    "\u00c3\u00a9",
    "\u00c3\u00bf",
    "\u00c4\u0080",
    "\u00df\u00bf",
    "\u00e0\u00a0\u0080",
    "\u00ed\u009f\u00bf",
    "\u00ee\u0080\u0080",
    "\u00ef\u00bf\u00bf",
    "\u00f0\u0090\u0080\u0080",
    "\u00f0\u009f\u0098\u0080",
    "\u00f4\u008f\u00bf\u00bf"
  };

  private static final String[] DECLINED = {
    "\u0000",
    "\u001f",
    "\n",
    "\u007f",
    "\\a",
    "\\U0041",
    "\\'",
    "\\\u00c3\u00a9",
    "\\u:",
    "\\u12:",
    "\\u00e:",
    "\\u00g0",
    "\\u-001",
    "\\u 041",
    "\\u\u00ef\u00bc\u0091000",
    "\u0080",
    "\u00bf",
    "\u00c3",
    "\u00c3(",
    "\u00c3\u00c3",
    "\u00c0\u0080",
    "\u00c1\u00bf",
    "\u00e2\u0082",
    "\u00e2\u0082\u00c3",
    "\u00e0\u0080\u0080",
    "\u00e0\u009f\u00bf",
    "\u00ed\u00a0\u0080",
    "\u00ed\u00bf\u00bf",
    "\u00f0\u009f\u0098",
    "\u00f0\u0080\u0080\u0080",
    "\u00f0\u008f\u00bf\u00bf",
    "\u00f4\u0090\u0080\u0080",
    "\u00f5\u0080\u0080\u0080",
    "\u00f8\u0088\u0080\u0080\u0080",
    "\u00fe",
    "\u00ff"
  };

  private final BothPaths generations = new BothPaths(EventKind.GENERATION);
  private final PlainText text = new PlainText();
  private final Random random = new Random(20261201);

  private static byte[] generation(String words) {
    String json = "{\"completion\":\"" + words + "\",\"id\":\"g\",\"model\":\"m\"}";
    return json.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What is read of a string without its first quotation mark. */
  private String read(byte[] written) {
    byte[] padded = Arrays.copyOf(written, written.length + Long.BYTES);
    int after = text.read(padded, 0);
    if (after == PlainText.DECLINED) {
      return "declined";
    }
    assertEquals('"', padded[after - 1]);
    return text.value();
  }

  private String pieces() {
    return IntStream.range(0, random.nextInt(10))
        .mapToObj(i -> TAKEN[random.nextInt(TAKEN.length)])
        .collect(Collectors.joining());
  }

  @Test
  void anyMixOfCharactersAndEscapesIsTakenAsTheGeneralParserReadsIt() {
    for (int i = 0; i < CASES; i++) {
      String words = pieces();
      assertTrue(generations.takePlainly(generation(words)), words);
    }
  }

  @Test
  void oneFaultAnywhereIsDeclined() {
    for (int i = 0; i < CASES; i++) {
      String words = pieces() + DECLINED[i % DECLINED.length] + pieces();
      assertFalse(generations.takePlainly(generation(words)), words);
    }
  }

  @Test
  void everyCharacterIsReadAsItIsAndAsItsEscape() {
    for (int point = 0x80; point <= Character.MAX_CODE_POINT; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        String character = Character.toString(point);
        assertEquals(character, read(Decoding.utf8(character + '"')));
      }
    }
    for (int unit = 0; unit <= Character.MAX_VALUE; unit++) {
      String escape = "\\u%04x\"".formatted(unit);
      assertEquals(String.valueOf((char) unit), read(Decoding.utf8(escape)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\\\"\\\\\\/ | 225c2f",
        "\\b\\f\\n\\r\\t | 080c0a0d09",
        "caf\\u00e9 | 636166e9",
        "\\u20ac | 20ac"
      })
  void escapesMeanTheirCharacter(String written, String units) {
    String shown =
        read(Decoding.utf8(written + '"'))
            .chars()
            .mapToObj(unit -> "%02x".formatted(unit))
            .collect(Collectors.joining());
    assertEquals(units, shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"e", "\u00e9", "\u20ac"})
  void aTextMayHaveItsLength(String character) {
    String bytes =
        new String(Decoding.utf8(character), StandardCharsets.ISO_8859_1); // each as a character
    assertTrue(generations.takePlainly(generation(bytes.repeat(200_000))));
    assertFalse(generations.takePlainly(generation(bytes.repeat(200_001))));
  }

  @Test
  void whatDoesNotEndIsDeclined() {
    byte[] whole = generation(String.join("", TAKEN));
    for (int length = 0; length < whole.length; length++) {
      assertFalse(generations.takePlainly(Arrays.copyOf(whole, length)), "after " + length);
    }
  }

  @Test
  void aShortTextAfterALongOneIsItsOwn() {
    String euros = "\u20ac".repeat(3_000);
    assertEquals(euros, read(Decoding.utf8(euros + '"')));
    assertEquals("\u00e9", read(Decoding.utf8("\u00e9\"")));
    assertEquals("a\u20ac", read(Decoding.utf8("a\u20ac\"")));
  }
}
