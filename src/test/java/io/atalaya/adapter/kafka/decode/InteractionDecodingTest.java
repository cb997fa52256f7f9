package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.atalaya.event.Interaction;
import io.atalaya.event.PredictionId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InteractionDecodingTest {

  private static final EventSchema SCHEMA = EventSchema.of("interaction");

  private final Decoding decoding = new Decoding(EventKind.INTERACTION);

  private static String json(String fields) {
    return "{\"model\":\"m\"," + fields + "}";
  }

  @Test
  void anInteractionTellsWhatWasDoneWithWhichPredictionAndWhen() {
    long time = Decoding.millis("2026-11-23T11:00:00Z");

    assertEquals(
        new Interaction(PredictionId.of("p"), "m", "3", time, true, "rating", 4.5, "returning"),
        decoding.accepted(
            json(
                "\"id\":\"p\",\"version\":\"3\",\"type\":\"rating\",\"value\":4.5,\"segment\":\"returning\",\"time\":\"2026-11-23T11:00:00Z\"")));
  }

  @Test
  void allButModelAndTypeMayBeMissing() {
    assertEquals(
        new Interaction(
            null, "m", "unversioned", Decoding.APPENDED, false, "click", Double.NaN, null),
        decoding.accepted(json("\"type\":\"click\"")));
  }

  @Test
  void nothingOfAnEarlierEventIsLeft() {
    decoding.accepted(
        json("\"id\":7,\"version\":\"3\",\"type\":\"a\",\"value\":1,\"segment\":\"s\""));
    assertEquals(
        new Interaction(null, "m", "unversioned", Decoding.APPENDED, false, "b", Double.NaN, null),
        decoding.accepted(json("\"type\":\"b\"")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"type\":\"click\",\"id\":null,\"value\":null,\"segment\":null,\"version\":null",
        "\"type\":\"click\",\"id\":7,\"value\":-1e100",
        "\"type\":\"a b\\u00E9\",\"actual\":[1],\"retracted\":\"?\""
      })
  void whatTheSchemaAllowsIsAccepted(String fields) {
    assertEquals(List.of(), SCHEMA.errors(json(fields)));
    decoding.accepted(json(fields));
  }

  @Test
  void aTypeHasAtMost64Characters() {
    String longest = "\uD83D\uDE00".repeat(64);
    assertEquals(List.of(), SCHEMA.errors(json("\"type\":\"" + longest + "\"")));
    decoding.accepted(json("\"type\":\"" + longest + "\""));
    decoding.accepted(json("\"type\":\"" + "x".repeat(64) + "\""));
    for (String tooLong : List.of(longest + "x", "x".repeat(65))) {
      String event = json("\"type\":\"" + tooLong + "\"");
      assertFalse(SCHEMA.errors(event).isEmpty(), "the schema allows it");
      decoding.assertRejected(
          Reason.INVALID,
          "type is %s, must be a string of 1 to 64 characters, none a control"
              .formatted(Text.quoted(tooLong)),
          event);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INCOMPLETE | "id":"p"                       | type is missing or null: give what was done, for example click
          INCOMPLETE | "type":null                    | type is missing or null: give what was done, for example click
          INCOMPLETE | "type":"a","model":null        | model is missing or null: give the model's name
          INVALID    | "type":""                      | type is "", must be a string of 1 to 256 characters, none a control
          INVALID    | "type":3                       | type is 3, must be a string of 1 to 256 characters, none a control
          INVALID    | "type":"a","id":1.5            | id is 1.5, must be a string of 1 to 256 characters, none a control, or an integer
          INVALID    | "type":"a","value":"4"         | value is "4", must be a number
          INVALID    | "type":"a","value":true        | value is true, must be a number
          INVALID    | "type":"a","segment":["s"]     | segment is an array, must be a string of 1 to 256 characters, none a control
          INVALID    | "type":"a","value":1.5e100     | value is 1.5e100, must be from -1e100 to 1e100 (magnitude above 1e100)
          """)
  void whatIsWrongIsNamedWithTheRemedy(Reason reason, String fields, String detail) {
    assertFalse(SCHEMA.errors(json(fields)).isEmpty(), "the schema allows it");
    decoding.assertRejected(reason, detail, json(fields));
  }

  @Test
  void aValueIsFinite() {
    decoding.assertRejected(
        Reason.NON_FINITE,
        "value is NaN, must be a finite number: leave out what is unknown",
        json("\"type\":\"a\",\"value\":NaN"));
  }
}
