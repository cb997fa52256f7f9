package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.atalaya.event.Generation;
import io.atalaya.event.PredictionId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationDecodingTest {

  private static final EventSchema SCHEMA = EventSchema.of("generation");

  private final Decoding decoding = new Decoding(EventKind.GENERATION);

  private static String json(String fields) {
    return "{\"id\":\"g\",\"model\":\"m\"" + (fields.isEmpty() ? "" : "," + fields) + "}";
  }

  private static Generation bare() {
    return new Generation(
        PredictionId.of("g"),
        "m",
        "unversioned",
        Decoding.APPENDED,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        null,
        null,
        null,
        new TreeMap<>(),
        null);
  }

  @Test
  void aGenerationTellsWhatItTookAndWhatItIsWorth() {
    assertEquals(
        new Generation(
            PredictionId.of("g"),
            "m",
            "3",
            Decoding.millis("2026-11-23T11:00:00Z"),
            412,
            187,
            0.2305,
            3.12,
            "stop",
            "Where is my order?",
            "It left \u201Cthis\u201D morning.\n",
            new TreeMap<>(Map.of("groundedness", 0.92, "Tox_1-b", -1.0)),
            "late"),
        decoding.accepted(
            json(
                """
                "version":"3","time":"2026-11-23T11:00:00Z","prompt_tokens":412,
                "completion_tokens":187,"ttft_ms":230.5,"duration_ms":3120,"finish_reason":"stop",
                "prompt":"Where is my order?","completion":"It left \u201Cthis\u201D morning.\\n",
                "scores":{"groundedness":0.92,"Tox_1-b":-1},"error":"late"\
                """)));
  }

  @Test
  void allButIdAndModelMayBeMissing() {
    assertEquals(bare(), decoding.accepted(json("")));
    assertEquals(
        bare(),
        decoding.accepted(
            json(
                """
                "prompt_tokens":null,"completion_tokens":null,"ttft_ms":null,"duration_ms":null,
                "finish_reason":null,"prompt":null,"completion":null,"scores":null,"error":null\
                """)));
  }

  @Test
  void nothingOfAnEarlierEventIsLeft() {
    decoding.accepted(
        json(
            """
            "version":"3","prompt_tokens":1,"completion_tokens":1,"ttft_ms":1,"duration_ms":1,\
            "finish_reason":"stop","prompt":"a","completion":"b","scores":{"s":1},"error":"e"\
            """));
    assertEquals(bare(), decoding.accepted(json("")));
    assertEquals(bare(), decoding.accepted(json("\"scores\":{}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"prompt_tokens\":0,\"completion_tokens\":1000000000",
        "\"prompt_tokens\":412.0",
        "\"ttft_ms\":5,\"duration_ms\":5",
        "\"ttft_ms\":5",
        "\"duration_ms\":0",
        "\"prompt\":\"\",\"completion\":\"\"",
        "\"scores\":{\"a\":1e100}",
        "\"finish_reason\":\"a b\\u00E9\",\"error\":\"no word!\"",
        "\"segment\":[1],\"value\":\"?\""
      })
  void whatTheSchemaAllowsIsAccepted(String fields) {
    assertEquals(List.of(), SCHEMA.errors(json(fields)));
    decoding.accepted(json(fields));
  }

  @Test
  void ofAScoreGivenTwiceTheLastCounts() {
    assertEquals(
        Map.of("a", 2.0),
        assertInstanceOf(Generation.class, decoding.accepted(json("\"scores\":{\"a\":1,\"a\":2}")))
            .scores());
  }

  @Test
  void aGenerationHasAtMost16Scores() {
    decoding.accepted(json(scores(16)));
    assertEquals(List.of(), SCHEMA.errors(json(scores(16))));
    assertFalse(SCHEMA.errors(json(scores(17))).isEmpty());
    decoding.assertRejected(
        Reason.INVALID,
        "scores is an object of more entries, must be one of at most 16",
        json(scores(17)));
  }

  private static String scores(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"s" + i + "\":" + i)
        .collect(Collectors.joining(",", "\"scores\":{", "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prompt", "completion"})
  void aTextHasAtMost200000Characters(String field) {
    String longest = json("\"" + field + "\":\"" + "x".repeat(200_000) + "\"");
    String longer = json("\"" + field + "\":\"" + "x".repeat(200_001) + "\"");
    decoding.accepted(longest);
    assertEquals(List.of(), SCHEMA.errors(longest));
    assertFalse(SCHEMA.errors(longer).isEmpty());
    Decoded.Rejected rejected = assertInstanceOf(Decoded.Rejected.class, decoding.decode(longer));
    assertEquals(Reason.INVALID, rejected.reason());
    assertEquals(
        ", must be a string of at most 200000 characters",
        rejected.detail().substring(rejected.detail().lastIndexOf(", must")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INCOMPLETE | "id":null               | id is missing or null: give the generation's own identifier
          INCOMPLETE | "model":null            | model is missing or null: give the model's name
          INVALID    | "prompt_tokens":1.5     | prompt_tokens is 1.5, must be a whole number from 0 to 1000000000
          INVALID    | "prompt_tokens":-1      | prompt_tokens is -1, must be a number from 0 to 1000000000
          INVALID    | "completion_tokens":1000000001 | completion_tokens is 1000000001, must be a number from 0 to 1000000000
          INVALID    | "completion_tokens":"3" | completion_tokens is "3", must be a number from 0 to 1000000000
          INVALID    | "ttft_ms":-0.1          | ttft_ms is -0.1, must be a number of at least 0
          INVALID    | "duration_ms":true      | duration_ms is true, must be a number of at least 0
          INVALID    | "finish_reason":""      | finish_reason is "", must be a string of 1 to 256 characters, none a control
          INVALID    | "error":7               | error is 7, must be a string of 1 to 256 characters, none a control
          INVALID    | "prompt":7              | prompt is 7, must be a string
          INVALID    | "completion":["a"]      | completion is an array, must be a string
          INVALID    | "scores":[1]            | scores is an array, must be an object of names and numbers
          INVALID    | "scores":{"a b":1}      | a name in scores is "a b", must be of 1 to 64 letters, digits, _ or -
          INVALID    | "scores":{"":1}         | a name in scores is "", must be of 1 to 64 letters, digits, _ or -
          INVALID    | "scores":{"a":null}     | scores.a is null, must be a number
          INVALID    | "scores":{"a":"1"}      | scores.a is "1", must be a number
          """)
  void whatIsWrongIsNamedWithTheRemedy(Reason reason, String fields, String detail) {
    assertFalse(SCHEMA.errors(json(fields)).isEmpty(), "the schema allows it");
    decoding.assertRejected(reason, detail, json(fields));
  }

  @Test
  void theFirstTokenDoesNotComeAfterTheLast() {
    decoding.assertRejected(
        Reason.INVALID,
        "ttft_ms is 5.1, must be at most duration_ms, 5.0",
        json("\"ttft_ms\":5.1,\"duration_ms\":5"));
  }

  @Test
  void aScoreIsFinite() {
    decoding.assertRejected(
        Reason.NON_FINITE,
        "scores.a is NaN, must be a finite number: leave out what is unknown",
        json("\"scores\":{\"a\":NaN}"));
  }
}
