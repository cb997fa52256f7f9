package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.PredictionId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeDecodingTest {

  private static final EventSchema SCHEMA = EventSchema.of("outcome");

  private final Decoding decoding = new Decoding(EventKind.OUTCOME);

  private static String json(String fields) {
    return "{\"id\":\"p\",\"model\":\"m\"," + fields + "}";
  }

  @Test
  void anOutcomeTellsTheTruthAndWhen() {
    long time = Decoding.millis("2026-11-23T11:00:00Z");

    assertEquals(
        new Outcome(PredictionId.of("p"), "m", time, true, new Label.Numeric(198)),
        decoding.accepted(json("\"actual\":198,\"time\":\"2026-11-23T11:00:00Z\"")));
  }

  @Test
  void withoutATimeOfItsOwnItHasTheRecords() {
    assertEquals(
        new Outcome(
            PredictionId.of("p"), "m", Decoding.APPENDED, false, new Label.Category("leaves")),
        decoding.accepted(json("\"actual\":\"leaves\"")));
  }

  @Test
  void aRetractionHasNoActual() {
    Outcome retraction = new Outcome(PredictionId.of("p"), "m", Decoding.APPENDED, false, null);

    assertEquals(retraction, decoding.accepted(json("\"retracted\":true")));
    assertEquals(retraction, decoding.accepted(json("\"retracted\":true,\"actual\":null")));
  }

  @Test
  void nothingOfAnEarlierEventIsLeft() {
    decoding.accepted(json("\"actual\":1,\"time\":1795431600000"));
    assertEquals(
        new Outcome(PredictionId.of("p"), "m", Decoding.APPENDED, false, null),
        decoding.accepted(json("\"retracted\":true")));
    assertEquals(
        new Outcome(
            PredictionId.of("p"), "m", Decoding.APPENDED, false, new Label.Category("false")),
        decoding.accepted(json("\"actual\":false")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"actual\":0,\"retracted\":false",
        "\"actual\":true,\"retracted\":null",
        "\"actual\":\"a\",\"value\":{}"
      })
  void whatTheSchemaAllowsIsAccepted(String fields) {
    assertEquals(List.of(), SCHEMA.errors(json(fields)));
    decoding.accepted(json(fields));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INCOMPLETE | "model":"m"                  | actual is missing or null: give what really happened, or retracted: true
          INCOMPLETE | "retracted":false            | actual is missing or null: give what really happened, or retracted: true
          INCOMPLETE | "actual":1,"id":null         | id is missing or null: give the prediction's identifier
          INCOMPLETE | "retracted":true,"model":null | model is missing or null: give the model's name
          INVALID    | "actual":1,"retracted":true  | retracted is true, must be absent or false beside an actual
          INVALID    | "retracted":"true"           | retracted is "true", must be true or false
          INVALID    | "actual":[1]                 | actual is an array, must be a number, or a class: a string of 1 to 256 characters, none a control, or boolean
          INVALID    | "actual":1.5e100             | actual is 1.5e100, must be from -1e100 to 1e100 (magnitude above 1e100)
          """)
  void whatIsWrongIsNamedWithTheRemedy(Reason reason, String fields, String detail) {
    assertFalse(SCHEMA.errors(json(fields)).isEmpty(), "the schema allows it");
    decoding.assertRejected(reason, detail, json(fields));
  }

  @Test
  void aTruthIsFinite() {
    decoding.assertRejected(
        Reason.NON_FINITE,
        "actual is NaN, must be a finite number: leave out what is unknown",
        json("\"actual\":NaN"));
  }
}
