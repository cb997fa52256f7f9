package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are no JSON object in UTF-8, and values made to hurt. */
class MalformedValueTest {

  private static final String VALID = "{\"id\":\"é\",\"model\":\"m\",\"value\":1}";

  private final Decoding decoding = new Decoding(EventKind.PREDICTION);

  private String malformed(byte[] value) {
    Decoded decoded = decoding.decode(value);
    if (decoded instanceof Decoded.Rejected(Reason reason, String detail)) {
      assertEquals(Reason.MALFORMED, reason, detail);
      return detail;
    }
    throw new AssertionError("accepted: " + decoded);
  }

  @Test
  void noValueIsEmpty() {
    Decoded empty =
        new Decoded.Rejected(Reason.MALFORMED, "the value is empty: send one JSON object in UTF-8");

    assertEquals(
        empty, new EventDecoder().decode(EventKind.PREDICTION, null, new RecordHeaders(), 0));
    assertEquals(empty, decoding.decode(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\n", "null", "7", "\"{}\"", "[{}]", "NaN"})
  void otherThingsThanAnObjectAreMalformed(String json) {
    assertEquals(
        "not a JSON object: send one JSON object in UTF-8", malformed(Decoding.utf8(json)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"id\":\"p\"",
        "{\"id\":\"p\",}",
        "{'id':'p'}",
        "{id:1}",
        "{\"id\":\"p\"}}",
        "{\"id\":01}",
        "{\"id\":\"a\tb\"}",
        "{\"id\":\"\\x\"}",
        "{\"id\":\"p\"} // why",
        "id,model\np,m",
        "%s"
      })
  void brokenJsonIsMalformed(String json) {
    String detail = malformed(Decoding.utf8(json));

    assertTrue(
        detail.matches("not JSON at byte \\d+ \\(.+\\): send one JSON object in UTF-8"), detail);
  }

  @Test
  void oneObjectARecord() {
    assertEquals(
        "more than one JSON value: send one JSON object in UTF-8",
        malformed(Decoding.utf8(VALID + "\n" + VALID)));
    decoding.accepted(" \r\n\t" + VALID + "\n");
  }

  @Test
  void everyTruncationIsMalformed() {
    byte[] whole = Decoding.utf8(VALID);
    for (int length = 0; length < whole.length; length++) {
      malformed(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void onlyUtf8IsRead() {
    malformed(VALID.getBytes(StandardCharsets.ISO_8859_1));
    malformed(VALID.getBytes(StandardCharsets.UTF_16));
    malformed(VALID.getBytes(StandardCharsets.UTF_16LE));
    malformed(VALID.getBytes(StandardCharsets.UTF_16BE));
    malformed(VALID.getBytes(StandardCharsets.UTF_32));
    decoding.accepted(VALID);
  }

  /** The producer's developer has to repair the JSON first. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"id":"","model":"m","value":1]
          {"id":1.5,
          {"value":NaN,"id":"p"
          {"specversion":"1.0","data":{"id":""},"data":
          {"specversion":"1.0","data":{"id":""}} x
          """)
  void brokenJsonStandsBeforeOtherFaults(String json) {
    malformed(Decoding.utf8(json));
    assertEquals(
        Reason.MALFORMED,
        ((Decoded.Rejected) decoding.decode(json, "ce_specversion", "1.0")).reason());
    assertEquals(
        Reason.MALFORMED,
        ((Decoded.Rejected) decoding.decode(json, "content-type", "application/cloudevents+json"))
            .reason());
  }

  @Test
  void sixtyFourLevelsAreNotTooDeep() {
    String open = "[".repeat(63);
    String close = "]".repeat(63);
    String prefix = "{\"id\":\"p\",\"model\":\"m\",\"value\":1,\"x\":";

    decoding.accepted(prefix + open + close + "}");
    assertTrue(
        malformed(Decoding.utf8(prefix + "[" + open + close + "]}"))
            .startsWith("too deep or too long: at most 64 levels"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"data\":", "{\"features\":"})
  void bombsOfDepthAreRefusedEarly(String open) {
    byte[] bomb = Decoding.utf8("{\"x\":" + open.repeat((1 << 20) / open.length() - 5));

    String detail = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> malformed(bomb));
    assertEquals(
        "too deep or too long: at most 64 levels, names of 2048 bytes, numbers of 1000 characters",
        detail);
  }

  @Test
  void numbersOfAMillionDigitsAreRefused() {
    for (String number :
        List.of("9".repeat(1 << 19), "0." + "9".repeat(1 << 19), "1e" + "9".repeat(1 << 19))) {
      for (String field : List.of("value", "id", "time", "unknown")) {
        String json = "{\"" + field + "\":" + number + "}";
        String detail =
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> malformed(Decoding.utf8(json)));
        assertTrue(detail.startsWith("too deep or too long"), detail);
      }
    }
  }

  @Test
  void aThousandDigitsAreANumber() {
    String digits = "1".repeat(1000);

    assertEquals(
        Reason.NON_FINITE,
        ((Decoded.Rejected) decoding.decode("{\"value\":" + digits + "}")).reason());
    malformed(Decoding.utf8("{\"value\":1" + digits + "}"));
  }

  @Test
  void aValueMayHaveOneMebibyte() {
    String padding = " ".repeat((1 << 20) - Decoding.utf8(VALID).length);

    decoding.accepted(VALID + padding);
    decoding.assertRejected(
        Reason.OVERSIZED,
        "the value has 1048577 bytes, must have at most 1048576",
        VALID + padding + " ");
  }

  @Test
  void theLimitOfAValueIsPositive() {
    new EventDecoder(1);
    assertThrows(IllegalArgumentException.class, () -> new EventDecoder(0));
  }

  /** A hundred thousand names that the parser's table has never seen change no decision. */
  @Test
  void strangeNamesDoNotAccumulate() {
    for (int i = 0; i < 2_000; i++) {
      StringBuilder json = new StringBuilder("{\"id\":\"p\",\"model\":\"m\",\"value\":1");
      for (int j = 0; j < 50; j++) {
        json.append(",\"x").append(i).append('-').append(j).append("\":0");
      }
      decoding.accepted(json.append('}').toString());
    }
  }

  /** Bytes of valid events are changed, removed and doubled; seeded. */
  @ParameterizedTest
  @EnumSource
  void noMutationOfAnEventThrows(EventKind kind) {
    List<byte[]> events =
        List.of(
                "{\"id\":\"é-1\",\"model\":\"m\",\"version\":\"7\",\"time\":\"2026-11-23T10:15:00.25+01:00\",\"value\":-2.5e1,\"confidence\":0.5,\"latency_ms\":3,\"features\":{\"a\":1,\"b\":\"x\",\"c\":true,\"d\":null},\"probabilities\":{\"a\":1},\"interval\":{\"lower\":0,\"upper\":1,\"level\":0.9},\"cached\":false}",
                "{\"id\":7,\"model\":\"m\",\"actual\":\"class\",\"retracted\":false,\"time\":1795428900250}",
                "{\"model\":\"m\",\"type\":\"click\",\"change\":\"deployed\",\"detail\":\"d\\u00e9\"}",
                "{\"specversion\":\"1.0\",\"time\":\"2026-11-23T10:15:00Z\",\"data\":{\"id\":\"p\",\"model\":\"m\",\"value\":1,\"actual\":1,\"change\":\"retired\"}}")
            .stream()
            .map(Decoding::utf8)
            .toList();
    Decoding mutated = new Decoding(kind);
    Random random = new Random(20261124);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] event = events.get(random.nextInt(events.size()));
      byte[] mutation = mutate(event, random);
      switch (mutated.decode(mutation)) {
        case Decoded.Accepted(var given) -> accepted += given.model().isEmpty() ? 0 : 1;
        case Decoded.Rejected(var reason, String detail) -> {
          assertTrue(!detail.isEmpty() && detail.length() < 500, reason + ": " + detail);
          assertTrue(detail.chars().noneMatch(Character::isISOControl), detail);
        }
      }
    }
    assertTrue(accepted > 100, accepted + " accepted: the mutations are too wild to test much");
  }

  private static byte[] mutate(byte[] event, Random random) {
    byte[] mutation = event.clone();
    for (int change = random.nextInt(1, 4); change > 0; change--) {
      int at = random.nextInt(mutation.length);
      switch (random.nextInt(4)) {
        case 0 -> mutation[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutation[at] = (byte) "{}[]\":,.-+0e9nNtI\\ ".charAt(random.nextInt(19));
        case 2 -> mutation = Arrays.copyOf(mutation, Math.max(1, at));
        default -> {
          byte[] doubled = Arrays.copyOf(mutation, mutation.length + 1);
          System.arraycopy(mutation, at, doubled, at + 1, mutation.length - at);
          mutation = doubled;
        }
      }
    }
    return mutation;
  }
}
