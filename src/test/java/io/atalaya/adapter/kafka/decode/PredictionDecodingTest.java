package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.event.Features;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionDecodingTest {

  private static final EventSchema SCHEMA = EventSchema.of("prediction");

  private final Decoding decoding = new Decoding(EventKind.PREDICTION);

  /** A prediction in which {@code fields} are added, or take the place of those before. */
  private static String json(String fields) {
    return "{\"id\":\"p\",\"model\":\"m\",\"value\":1," + fields + "}";
  }

  private Prediction prediction(String json) {
    return assertInstanceOf(Prediction.class, decoding.accepted(json));
  }

  private Features features(String fields) {
    return prediction(json("\"features\":{" + fields + "}")).features();
  }

  @Test
  void everyFieldArrives() {
    Prediction prediction =
        prediction(
            """
            {"id": "p-1", "model": "bike-demand", "version": "7", "time": "2026-11-23T10:15:00.25Z",
             "value": 212.4, "confidence": 0.87, "latency_ms": 12.5, "segment": "members",
             "probabilities": {"a": 0, "b": 1}, "interval": {"lower": 1, "upper": 1, "level": 0.9},
             "features": {"temp": 0.64, "weather": "clear", "holiday": false, "hum": null},
             "cached": true, "schema": 1}
            """);

    assertEquals("p-1", prediction.id().toString());
    assertEquals("bike-demand", prediction.model());
    assertEquals("7", prediction.version());
    assertEquals(Decoding.millis("2026-11-23T10:15:00.250Z"), prediction.timeMillis());
    assertEquals(new Label.Numeric(212.4), prediction.value());
    assertNull(prediction.error());
    assertEquals(0.87, prediction.confidence());
    assertEquals(0.0125, prediction.latencySeconds());
    assertEquals("members", prediction.segment());
    assertEquals(true, prediction.cached());
    Features features = prediction.features();
    assertEquals(List.of("temp", "weather", "holiday", "hum"), features.names());
    assertEquals(0.64, features.number(0));
    assertNull(features.category(0));
    assertEquals(Double.NaN, features.number(1));
    assertEquals("clear", features.category(1));
    assertEquals("false", features.category(2));
    assertEquals(Double.NaN, features.number(3));
    assertNull(features.category(3));
  }

  @Test
  void whatIsNotGivenIsAbsent() {
    Prediction prediction = prediction("{\"error\":\"timeout\",\"model\":\"m\",\"id\":\"p\"}");

    assertEquals("unversioned", prediction.version());
    assertEquals(Decoding.APPENDED, prediction.timeMillis());
    assertNull(prediction.value());
    assertEquals("timeout", prediction.error());
    assertEquals(Double.NaN, prediction.confidence());
    assertEquals(Double.NaN, prediction.latencySeconds());
    assertSame(Features.NONE, prediction.features());
    assertNull(prediction.segment());
    assertNull(prediction.cached());
  }

  @Test
  void nothingOfAnEarlierEventIsLeft() {
    decoding.accepted(
        """
        {"id": "p", "model": "m", "value": 1, "version": "7", "time": 1795428900250, "confidence": 1,
         "latency_ms": 1, "features": {"a": 1}, "segment": "s", "cached": true}
        """);
    Prediction fresh = prediction("{\"id\":\"p\",\"model\":\"m\",\"error\":\"e\"}");

    assertEquals(
        assertInstanceOf(
                Decoded.Accepted.class,
                new Decoding(EventKind.PREDICTION)
                    .decode("{\"id\":\"p\",\"model\":\"m\",\"error\":\"e\"}"))
            .event(),
        fresh);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"value\":null,\"error\":\"e\"",
        "\"value\":\"a class\"",
        "\"value\":true",
        "\"value\":-1e100",
        "\"value\":1E+100",
        "\"value\":1e-400",
        "\"id\":12345678901234567890",
        "\"confidence\":0",
        "\"confidence\":1.0",
        "\"latency_ms\":0",
        "\"latency_ms\":86400000.5",
        "\"cached\":null",
        "\"schema\":2",
        "\"schema\":1.0",
        "\"features\":{}",
        "\"features\":{\"a\":\"\",\"b\":1e100}",
        "\"probabilities\":{}",
        "\"probabilities\":null",
        "\"interval\":{\"lower\":-1,\"upper\":2.5,\"level\":0.5,\"method\":[1]}",
        "\"interval\":null",
        "\"unknown\":{\"nested\":[{\"value\":\"x\",\"id\":7}]},\"features\":null",
        "\"version\":null,\"segment\":null,\"time\":null,\"schema\":null"
      })
  void whatTheSchemaAllowsIsAccepted(String fields) {
    assertEquals(List.of(), SCHEMA.errors(json(fields)));
    decoding.accepted(json(fields));
  }

  @Test
  void noFeaturesAreToldFromFeaturesThatAreNotGiven() {
    assertTrue(features("").areGiven());
    assertEquals(List.of(), features("").names());
    assertTrue(features("\"a\":null").areGiven());
    assertFalse(prediction(json("\"features\":null")).features().areGiven());
    assertFalse(prediction(json("\"cached\":null")).features().areGiven());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "id":1.5                | id is 1.5, must be a string of 1 to 256 characters, none a control, or an integer
          "id":""                 | id is "", must be a string of 1 to 256 characters, none a control
          "id":"a\\u0000"         | id is "a\uFFFD", must be a string of 1 to 256 characters, none a control
          "model":7               | model is 7, must be a string of 1 to 256 characters, none a control
          "version":"1\\n2"       | version is "1\uFFFD2", must be a string of 1 to 256 characters, none a control
          "segment":["a"]         | segment is an array, must be a string of 1 to 256 characters, none a control
          "error":"e"             | error is "e", must be absent beside a value
          "error":""              | error is "", must be a string of 1 to 256 characters, none a control
          "error":false           | error is false, must be a string of 1 to 256 characters, none a control
          "value":{}              | value is an object, must be a number, or a class: a string of 1 to 256 characters, none a control, or boolean
          "value":""              | value is "", must be a string of 1 to 256 characters, none a control
          "value":1.01e100        | value is 1.01e100, must be from -1e100 to 1e100 (magnitude above 1e100)
          "value":-2e100          | value is -2e100, must be from -1e100 to 1e100 (magnitude above 1e100)
          "confidence":-0.0000001 | confidence is -0.0000001, must be a number from 0 to 1
          "confidence":1.0000001  | confidence is 1.0000001, must be a number from 0 to 1
          "confidence":"0.9"      | confidence is "0.9", must be a number from 0 to 1
          "latency_ms":-0.001     | latency_ms is -0.001, must be a number of at least 0
          "latency_ms":true       | latency_ms is true, must be a number of at least 0
          "latency_ms":2e100      | latency_ms is 2e100, must be from -1e100 to 1e100 (magnitude above 1e100)
          "cached":"true"         | cached is "true", must be true or false
          "cached":1              | cached is 1, must be true or false
          "schema":0              | schema is 0, must be a number of at least 1
          "schema":1.5            | schema is 1.5, must be an integer of at least 1
          "schema":"1"            | schema is "1", must be a number of at least 1
          "features":[1]          | features is an array, must be an object of numbers, strings, booleans or nulls
          "features":"a"          | features is "a", must be an object of numbers, strings, booleans or nulls
          "features":{"a":{}}     | features.a is an object, must be a number, a string, a boolean or null (nothing nested)
          "features":{"a":[0]}    | features.a is an array, must be a number, a string, a boolean or null (nothing nested)
          "features":{"a":-2e100} | features.a is -2e100, must be from -1e100 to 1e100 (magnitude above 1e100)
          "features":{"":1}       | a name in features is "", must be of 1 to 256 characters, none a control
          "probabilities":[1]     | probabilities is an array, must be an object of classes and numbers from 0 to 1
          "probabilities":{"a":2} | probabilities.a is 2, must be a number from 0 to 1
          "probabilities":{"a":null} | probabilities.a is null, must be a number from 0 to 1
          "interval":3            | interval is 3, must be an object of lower, upper and level
          "interval":{"lower":"0","upper":1,"level":1} | interval.lower is "0", must be a number
          "interval":{"lower":0,"upper":1,"level":1.1} | interval.level is 1.1, must be a number from 0 to 1
          """)
  void whatIsInvalidIsNamedWithTheRemedy(String fields, String detail) {
    assertFalse(SCHEMA.errors(json(fields)).isEmpty(), "the schema allows it");
    decoding.assertRejected(Reason.INVALID, detail, json(fields));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"model":"m","value":1}                  | id is missing or null: give the prediction's own identifier
          {"id":null,"model":"m","value":1}        | id is missing or null: give the prediction's own identifier
          {"id":"p","value":1}                     | model is missing or null: give the model's name
          {"id":"p","model":"m"}                   | value is missing or null: give what the model answered, or error when it failed
          {"id":"p","model":"m","value":null}      | value is missing or null: give what the model answered, or error when it failed
          {"id":"p","model":"m","value":1,"interval":{"upper":1,"level":1}} | interval.lower is missing or null: give the interval's lower end
          {"id":"p","model":"m","value":1,"interval":{"lower":1,"level":1}} | interval.upper is missing or null: give the interval's upper end
          {"id":"p","model":"m","value":1,"interval":{"lower":1,"upper":1}} | interval.level is missing or null: give the share of values that it should hold, from 0 to 1
          {}                                       | value is missing or null: give what the model answered, or error when it failed
          """)
  void whatIsMissingIsNamed(String json, String detail) {
    assertFalse(SCHEMA.errors(json).isEmpty(), "the schema allows it");
    decoding.assertRejected(Reason.INCOMPLETE, detail, json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "value":NaN                    | value      | NaN
          "value":Infinity               | value      | Infinity
          "value":-Infinity              | value      | -Infinity
          "value":1e999                  | value      | 1e999
          "value":-1e999                 | value      | -1e999
          "value":"NaN"                  | value      | "NaN"
          "confidence":NaN               | confidence | NaN
          "confidence":"-Infinity"       | confidence | "-Infinity"
          "latency_ms":1e309             | latency_ms | 1e309
          "time":NaN                     | time       | NaN
          "schema":Infinity              | schema     | Infinity
          "features":{"a":1,"b":NaN}     | features.b | NaN
          "features":{"a":"Infinity"}    | features.a | "Infinity"
          "probabilities":{"a":NaN}      | probabilities.a | NaN
          "interval":{"lower":-Infinity} | interval.lower | -Infinity
          """)
  void whatIsNotFiniteIsNamed(String fields, String field, String value) {
    decoding.assertRejected(
        Reason.NON_FINITE,
        field + " is " + value + ", must be a finite number: leave out what is unknown",
        json(fields));
  }

  @Test
  void theEndsOfAnIntervalAreInOrder() {
    decoding.assertRejected(
        Reason.INVALID,
        "interval.lower is 1.5, must be at most interval.upper, 1.0",
        json("\"interval\":{\"lower\":1.5,\"upper\":1,\"level\":1}"));
  }

  @Test
  void anIntegerIdCountsAsItsText() {
    assertEquals(
        "12345678901234567890", prediction(json("\"id\":12345678901234567890")).id().toString());
  }

  @Test
  void identifiersHaveAtMost256CharactersOfUnicode() {
    String longest = "😀".repeat(256);
    String tooLong = longest + "a";

    assertEquals(longest, prediction(json("\"model\":\"" + longest + "\"")).model());
    assertEquals(List.of(longest), features("\"" + longest + "\":1").names());
    assertEquals(List.of(), SCHEMA.errors(json("\"model\":\"" + longest + "\"")));
    decoding.assertRejected(
        Reason.INVALID,
        "model is \""
            + "😀".repeat(40)
            + "…\", must be a string of 1 to 256 characters, none a control",
        json("\"model\":\"" + tooLong + "\""));
    decoding.assertRejected(
        Reason.INVALID,
        "a name in features is \""
            + "😀".repeat(40)
            + "…\", must be of 1 to 256 characters, none a control",
        json("\"features\":{\"" + tooLong + "\":1}"));
    assertFalse(SCHEMA.errors(json("\"model\":\"" + tooLong + "\"")).isEmpty());
  }

  /** In UTF-8 all of them would be a question mark: two predictions would become one. */
  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "\\udc00", "a\\ud83d", "\\ud83dx", "\\ude00\\ud83d"})
  void identifiersHaveNoUnpairedSurrogates(String id) {
    assertEquals(
        Reason.INVALID,
        assertInstanceOf(Decoded.Rejected.class, decoding.decode(json("\"id\":\"" + id + "\"")))
            .reason());
    assertEquals(
        Reason.INVALID,
        assertInstanceOf(
                Decoded.Rejected.class,
                decoding.decode(json("\"features\":{\"a\":\"" + id + "\"}")))
            .reason());
  }

  @Test
  void aPairOfSurrogatesIsACharacter() {
    assertEquals("😀", prediction(json("\"id\":\"\\ud83d\\ude00\"")).id().toString());
  }

  @Test
  void atMostAThousandFeatures() {
    StringBuilder fields = new StringBuilder("\"f0\":0");
    for (int i = 1; i < 1000; i++) {
      fields.append(",\"f").append(i).append("\":").append(i);
    }

    Features features = features(fields.toString());
    assertEquals(1000, features.size());
    assertEquals("f999", features.name(999));
    assertEquals(999, features.number(999));
    String tooMany = json("\"features\":{" + fields + ",\"one\":1}");
    assertFalse(SCHEMA.errors(tooMany).isEmpty());
    decoding.assertRejected(
        Reason.INVALID,
        "features is an object of more entries, must be one of at most 1000",
        tooMany);
  }

  @Test
  void eventsOfTheSameLayoutShareItsNames() {
    Features first = features("\"a\":1,\"b\":\"x\"");
    Features second = features("\"a\":2,\"b\":3");

    assertSame(first.name(0), second.name(0));
    assertEquals(List.of("a", "b"), second.names());
    assertEquals(1, first.number(0));
    assertEquals("x", first.category(1));
    assertEquals(2, second.number(0));
    assertNull(second.category(1));
    assertEquals(List.of("b", "a"), features("\"b\":1,\"a\":2").names());
    assertEquals(List.of("a"), features("\"a\":1").names());
  }

  @Test
  void ofAFieldGivenTwiceTheLastCounts() {
    assertEquals(new Label.Numeric(3), prediction(json("\"value\":2,\"value\":3")).value());
    for (int repetition = 0; repetition < 2; repetition++) {
      Features features = features("\"a\":1,\"b\":2,\"a\":\"x\"");
      assertEquals(List.of("a", "b"), features.names());
      assertEquals("x", features.category(0));
      assertEquals(Double.NaN, features.number(0));
      assertEquals(2, features.number(1));
    }
  }

  @Test
  void numbersAreReadToTheLastBit() {
    // The shortest decimal of each double, and one with more digits than a double has.
    assertEquals(
        new Label.Numeric(0.1 + 0.2), prediction(json("\"value\":0.30000000000000004")).value());
    assertEquals(
        new Label.Numeric(9007199254740992.0),
        prediction(json("\"value\":9007199254740993")).value());
    assertEquals(
        new Label.Numeric(4.9e-324), prediction(json("\"value\":4.9406564584124654e-324")).value());
  }
}
