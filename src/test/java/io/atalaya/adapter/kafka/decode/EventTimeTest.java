package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.atalaya.codec.IsoTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When an event happened: ISO 8601, epoch milliseconds, or the record's timestamp. */
class EventTimeTest {

  private static final EventSchema SCHEMA = EventSchema.of("outcome");

  private final Decoding decoding = new Decoding(EventKind.OUTCOME);

  private static String json(String time) {
    return "{\"id\":\"p\",\"model\":\"m\",\"actual\":1,\"time\":" + time + "}";
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T10:15:00Z,            2026-11-23T10:15:00Z",
    "2026-11-23T10:15:00,             2026-11-23T10:15:00Z",
    "2026-11-23T10:15,                2026-11-23T10:15:00Z",
    "2026-11-23 10:15:00,             2026-11-23T10:15:00Z",
    "2026-11-23t10:15:00z,            2026-11-23T10:15:00Z",
    "2026-11-23T10:15:00.5Z,          2026-11-23T10:15:00.500Z",
    "'2026-11-23T10:15:00,25',        2026-11-23T10:15:00.250Z",
    "2026-11-23T10:15:00.123456,      2026-11-23T10:15:00.123Z",
    "2026-11-23T10:15:00.999999999Z,  2026-11-23T10:15:00.999Z",
    "2026-11-23T10:15:00+01:00,       2026-11-23T09:15:00Z",
    "2026-11-23T10:15:00.25-0330,     2026-11-23T13:45:00.250Z",
    "2026-11-23T10:15+05,             2026-11-23T05:15:00Z",
    "2026-11-23T10:15:00-00:00,       2026-11-23T10:15:00Z",
    "2026-11-23T10:15:00+18:59,       2026-11-22T15:16:00Z",
    "2024-02-29T23:59:59.999Z,        2024-02-29T23:59:59.999Z",
    "2000-02-29T00:00:00Z,            2000-02-29T00:00:00Z",
    "1969-12-31T23:59:59.999Z,        1969-12-31T23:59:59.999Z",
    "0000-01-01T00:00:00Z,            0000-01-01T00:00:00Z",
  })
  void isoTimesCountInUtc(String text, String instant) {
    assertEquals(List.of(), SCHEMA.errors(json('"' + text + '"')));
    assertEquals(Decoding.millis(instant), decoding.accepted(json('"' + text + '"')).timeMillis());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-11-23",
        "2026-11-23T",
        "2026-11-23T10",
        "2026-11-23T10:15:",
        "2026-11-23T10:15:0",
        "2026-11-23T10:15:00.",
        "2026-11-23T10:15:00.Z",
        "2026-11-23T10:15:00.1234567890Z",
        "2026-11-23T10:15.5Z",
        "2026-11-23T10:15:00ZZ",
        "2026-11-23T10:15:00+1:00",
        "2026-11-23T10:15:00+01:0",
        "2026-11-23T10:15:00+01:00:00",
        "2026-11-23T10:15:00Z[UTC]",
        "2026-11-23T10:15:00 +0100",
        "20261123T101500Z",
        "26-11-23T10:15:00Z",
        "+2026-11-23T10:15:00Z",
        "2026/11/23T10:15:00Z",
        "2026-W48-1T10:15:00Z",
        "1795428900250",
        "2026-11-23T١٠:15:00Z"
      })
  void otherFormsAreInvalid(String text) {
    assertFalse(SCHEMA.errors(json('"' + text + '"')).isEmpty(), "the schema allows it");
    assertInvalid(text);
  }

  /** A pattern cannot say these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-00-23T10:15:00Z",
        "2026-13-23T10:15:00Z",
        "2026-11-00T10:15:00Z",
        "2026-11-31T10:15:00Z",
        "2023-02-29T10:15:00Z",
        "1900-02-29T10:15:00Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T10:60:00Z",
        "2026-11-23T23:59:60Z",
        "2026-11-23T10:15:00+19:00",
        "2026-11-23T10:15:00+01:60"
      })
  void partsOutOfTheirRangeAreInvalid(String text) {
    assertInvalid(text);
  }

  private void assertInvalid(String text) {
    decoding.assertRejected(
        Reason.INVALID,
        "time is \""
            + text
            + "\", must be ISO 8601 with a time of day, such as 2026-11-23T10:15:00Z, or epoch"
            + " milliseconds",
        json('"' + text + '"'));
  }

  private static long parse(IsoTime times, String text) {
    byte[] ascii = Decoding.utf8(text);
    return times.parse(ascii, 0, ascii.length);
  }

  @Test
  void aRememberedMinuteIsNoOther() {
    IsoTime times = new IsoTime();
    assertEquals(IsoTime.INVALID, parse(times, "\0".repeat(16)));
    long minute = Decoding.millis("2026-11-23T10:15:00Z");
    for (int i = 0; i < 2; i++) {
      assertEquals(minute, parse(times, "2026-11-23T10:15"));
      assertEquals(minute + 30_250, parse(times, "2026-11-23T10:15:30.25Z"));
      assertEquals(minute - 3_600_000, parse(times, "2026-11-23T10:15+01"));
      assertEquals(IsoTime.INVALID, parse(times, "2026-11-23T10:15:60Z"));
      assertEquals(IsoTime.INVALID, parse(times, "2026-11-23T10:1"));
      assertEquals(IsoTime.INVALID, parse(times, "2026-11-31T10:15"));
      assertEquals(IsoTime.INVALID, parse(times, "2026-11-31T10:15:30Z"));
      assertEquals(minute + 60_000, parse(times, "2026-11-23T10:16:00Z"));
    }
  }

  /** Many share their minute with the one before. */
  @Test
  void timesAgreeWithTheJdkOverTwoMillennia() {
    Random random = new Random(20261123);
    IsoTime times = new IsoTime();
    long millis = 0;
    for (int i = 0; i < 20_000; i++) {
      millis =
          random.nextInt(4) == 0
              ? random.nextLong(-62_000_000_000_000L, 1_800_000_000_000L)
              : millis + random.nextLong(-40_000, 40_000);
      ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * random.nextInt(-18 * 60, 18 * 60 + 1));
      OffsetDateTime time = Instant.ofEpochMilli(millis).atOffset(offset);
      String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
      assertEquals(millis, parse(times, text), text);
      LocalDateTime local = time.toLocalDateTime();
      assertEquals(
          local.toInstant(ZoneOffset.UTC).toEpochMilli(),
          parse(times, local.toString()),
          local.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100000000000,      100000000000",
    "1795428900250,     1795428900250",
    "1795428900250.999, 1795428900250",
    "1.79542890025e12,  1795428900250",
  })
  void numbersAreEpochMilliseconds(String number, long millis) {
    assertEquals(List.of(), SCHEMA.errors(json(number)));
    assertEquals(millis, decoding.accepted(json(number)).timeMillis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999", "1795428900", "1795428900.25", "0", "-1795428900250"})
  void smallNumbersLookLikeSeconds(String number) {
    assertFalse(SCHEMA.errors(json(number)).isEmpty(), "the schema allows it");
    decoding.assertRejected(
        Reason.INVALID,
        "time is "
            + number
            + ", must be epoch milliseconds, at least 100000000000 (looks like seconds)",
        json(number));
  }

  @ParameterizedTest
  @CsvSource({"true,true", "{},an object", "[1],an array"})
  void otherTypesAreInvalid(String time, String shown) {
    decoding.assertRejected(
        Reason.INVALID,
        "time is "
            + shown
            + ", must be ISO 8601 with a time of day, such as 2026-11-23T10:15:00Z, or epoch"
            + " milliseconds",
        json(time));
  }

  @Test
  void fiveMinutesAfterTheRecordsTimestampIsNotYetTheFuture() {
    long latest = Decoding.APPENDED + 5 * 60_000;

    assertEquals(latest, decoding.accepted(json(Long.toString(latest))).timeMillis());
    decoding.assertRejected(
        Reason.FUTURE,
        "time is 2026-11-24T09:05:00.001Z, must be at most 5 minutes after the record's timestamp,"
            + " 2026-11-24T09:00:00Z",
        json(Long.toString(latest + 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1795428900250000", "1e100", "\"9999-12-31T23:59:59Z\""})
  void farTimesAreTheFutureToo(String time) {
    assertEquals(Reason.FUTURE, ((Decoded.Rejected) decoding.decode(json(time))).reason());
  }
}
