package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.PredictionId;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudEvents 1.0 around an event: attributes as headers, or an envelope in JSON. */
class CloudEventDecodingTest {

  private static final String EVENT = "{\"id\":\"p\",\"model\":\"m\",\"actual\":1}";
  private static final String TIMED =
      "{\"id\":\"p\",\"model\":\"m\",\"actual\":1,\"time\":\"2026-11-23T10:15:00Z\"}";
  private static final long OWN_TIME = Decoding.millis("2026-11-23T10:15:00Z");
  private static final long ENVELOPE_TIME = Decoding.millis("2026-11-23T12:00:00Z");

  private final Decoding decoding = new Decoding(EventKind.OUTCOME);

  private static Outcome at(long time) {
    return new Outcome(PredictionId.of("p"), "m", time, true, new Label.Numeric(1));
  }

  private static String envelope(String data) {
    return "{\"specversion\":\"1.0\",\"id\":\"ce-1\",\"source\":\"/shop\",\"type\":\"outcome\","
        + "\"time\":\"2026-11-23T12:00:00Z\",\"datacontenttype\":\"application/json\","
        + data
        + "}";
  }

  @Test
  void inBinaryModeTheHeadersTimeStandsBeforeTheRecords() {
    String[] headers = {
      "ce_specversion",
      "1.0",
      "ce_id",
      "ce-1",
      "ce_time",
      "2026-11-23T12:00:00Z",
      "content-type",
      "application/json"
    };

    assertEquals(at(ENVELOPE_TIME), decoding.accepted(EVENT, headers));
    assertEquals(at(OWN_TIME), decoding.accepted(TIMED, headers));
  }

  @Test
  void inBinaryModeTheIdOfTheEnvelopeIsNotThePredictions() {
    decoding.assertRejected(
        Reason.INCOMPLETE,
        "id is missing or null: give the prediction's identifier",
        "{\"model\":\"m\",\"actual\":1}",
        "ce_specversion",
        "1.0",
        "ce_id",
        "ce-1");
  }

  @Test
  void inBinaryModeTheValueIsNoEnvelope() {
    assertEquals(
        new Outcome(PredictionId.of("p"), "m", Decoding.APPENDED, false, new Label.Numeric(1)),
        decoding.accepted(
            "{\"id\":\"p\",\"model\":\"m\",\"actual\":1,\"specversion\":\"1.0\",\"data\":{}}",
            "ce_specversion",
            "1.0"));
  }

  @Test
  void anotherVersionOfCloudEventsIsInvalid() {
    decoding.assertRejected(
        Reason.INVALID,
        "ce_specversion is \"0.3\", must be \"1.0\"",
        EVENT,
        "ce_specversion",
        "0.3");
    decoding.assertRejected(
        Reason.INVALID,
        "specversion is \"1.1\", must be \"1.0\"",
        "{\"specversion\":\"1.1\",\"data\":" + EVENT + "}");
    decoding.assertRejected(
        Reason.INVALID,
        "specversion is 1.0, must be a string",
        "{\"specversion\":1.0,\"data\":" + EVENT + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/cloudevents+json",
        "application/cloudevents+json; charset=utf-8",
        "Application/CloudEvents+JSON ;charset=UTF-8",
        "application/json",
        ""
      })
  void anEnvelopeIsKnownByItsTypeOrByItsFields(String contentType) {
    assertEquals(
        at(ENVELOPE_TIME),
        decoding.accepted(envelope("\"data\":" + EVENT), "content-type", contentType));
  }

  @Test
  void fieldsOfTheDataWinOverTheEnvelopes() {
    assertEquals(at(OWN_TIME), decoding.accepted(envelope("\"data\":" + TIMED)));
    decoding.assertRejected(
        Reason.INCOMPLETE,
        "id is missing or null: give the prediction's identifier",
        envelope("\"data\":{\"model\":\"m\",\"actual\":1}"));
  }

  @Test
  void theOrderOfTheEnvelopesFieldsDoesNotMatter() {
    assertEquals(
        at(ENVELOPE_TIME),
        decoding.accepted(
            "{\"data\":"
                + EVENT
                + ",\"time\":\"2026-11-23T12:00:00Z\",\"type\":{\"any\":[1]},\"specversion\":\"1.0\"}"));
  }

  /** Were it read as an event, this envelope's own fields would be invalid. */
  @Test
  void theRulesOfEventsAreNotThoseOfEnvelopes() {
    assertEquals(
        at(OWN_TIME),
        decoding.accepted(
            "{\"id\":\""
                + "x".repeat(300)
                + "\",\"time\":\"2026-11-23T12:00:00.1234567890Z\","
                + "\"version\":[],\"data\":"
                + TIMED
                + ",\"specversion\":\"1.0\"}"));
  }

  @Test
  void theTimeOfTheRecordCountsWhereNobodyGivesOne() {
    assertEquals(
        new Outcome(PredictionId.of("p"), "m", Decoding.APPENDED, false, new Label.Numeric(1)),
        decoding.accepted("{\"specversion\":\"1.0\",\"time\":null,\"data\":" + EVENT + "}"));
  }

  @Test
  void theDataMayBeInBase64() {
    String base64 = Base64.getEncoder().encodeToString(Decoding.utf8(EVENT));

    assertEquals(
        at(ENVELOPE_TIME), decoding.accepted(envelope("\"data_base64\":\"" + base64 + "\"")));
  }

  @Test
  void anEventWithOneOfTheTwoFieldsIsNoEnvelope() {
    Outcome plain =
        new Outcome(PredictionId.of("p"), "m", Decoding.APPENDED, false, new Label.Numeric(1));

    assertEquals(
        plain,
        decoding.accepted("{\"id\":\"p\",\"model\":\"m\",\"actual\":1,\"data\":{\"id\":1}}"));
    assertEquals(
        plain,
        decoding.accepted("{\"specversion\":\"0.3\",\"id\":\"p\",\"model\":\"m\",\"actual\":1}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INCOMPLETE | {"specversion":null,"data":{"actual":1,"id":1,"model":"m"}} | specversion is missing or null: give "1.0"
          INCOMPLETE | {"specversion":"1.0","data":null}        | data is missing or null: give the event as the CloudEvent's data
          INVALID    | {"specversion":"1.0","data":"{}"}        | data is "{}", must be an object: the event
          INVALID    | {"specversion":"1.0","data":{"actual":[]}} | data.actual is an array, must be a number, or a class: a string of 1 to 256 characters, none a control, or boolean
          INVALID    | {"specversion":"1.0","data":{},"data_base64":""} | data_base64 is "", must be absent: the CloudEvent has data already
          INVALID    | {"specversion":"1.0","data_base64":"e_"} | data_base64 is "e_", must be Base64
          INVALID    | {"specversion":"1.0","data_base64":{}}   | data_base64 is an object, must be a string
          MALFORMED  | {"specversion":"1.0","data_base64":"W10="} | not a JSON object: send one JSON object in UTF-8
          NON_FINITE | {"specversion":"1.0","data":{"actual":NaN}} | data.actual is NaN, must be a finite number: leave out what is unknown
          """)
  void whatIsWrongIsNamedWithTheRemedy(Reason reason, String json, String detail) {
    decoding.assertRejected(reason, detail, json);
  }

  @Test
  void aTypeThatPromisesAnEnvelopeIsHeldToIt() {
    decoding.assertRejected(
        Reason.INCOMPLETE,
        "specversion is missing or null: give \"1.0\"",
        EVENT,
        "content-type",
        "application/cloudevents+json");
  }

  @Test
  void theEnvelopesTimeHasToBeATimeOnlyWhereItCounts() {
    decoding.assertRejected(
        Reason.INVALID,
        "ce_time is \"today\", must be ISO 8601 with a time of day, such as 2026-11-23T10:15:00Z,"
            + " or epoch milliseconds",
        EVENT,
        "ce_time",
        "today");
    assertEquals(at(OWN_TIME), decoding.accepted(TIMED, "ce_time", "today"));
    decoding.assertRejected(
        Reason.INVALID,
        "the CloudEvent's time is \"today\", must be ISO 8601 with a time of day, such as"
            + " 2026-11-23T10:15:00Z, or epoch milliseconds",
        "{\"specversion\":\"1.0\",\"time\":\"today\",\"data\":" + EVENT + "}");
  }

  @Test
  void theEnvelopesTimeMayNotBeInTheFutureEither() {
    decoding.assertRejected(
        Reason.FUTURE,
        "time is 2026-11-24T09:05:00.001Z, must be at most 5 minutes after the record's timestamp,"
            + " 2026-11-24T09:00:00Z",
        EVENT,
        "ce_time",
        "2026-11-24T09:05:00.001Z");
  }
}
