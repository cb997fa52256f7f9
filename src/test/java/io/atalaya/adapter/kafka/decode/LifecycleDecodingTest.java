package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.atalaya.event.Lifecycle;
import io.atalaya.event.Lifecycle.Selection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LifecycleDecodingTest {

  private static final EventSchema SCHEMA = EventSchema.of("lifecycle");

  private final Decoding decoding = new Decoding(EventKind.LIFECYCLE);

  @ParameterizedTest
  @CsvSource({"deployed,DEPLOYED", "parameters,PARAMETERS", "retired,RETIRED"})
  void aChangeHasOneOfThreeNames(String name, Lifecycle.Change change) {
    assertEquals(
        new Lifecycle("m", "unversioned", Decoding.APPENDED, change, null),
        decoding.accepted("{\"model\":\"m\",\"change\":\"" + name + "\"}"));
  }

  @Test
  void everyFieldArrives() {
    assertEquals(
        new Lifecycle(
            "m",
            "7",
            Decoding.millis("2026-11-20T08:00:00Z"),
            Lifecycle.Change.RETIRED,
            "two\nlines"),
        decoding.accepted(
            """
            {"change": "retired", "detail": "two\\nlines", "version": "7", "model": "m",
             "time": "2026-11-20T08:00:00Z"}
            """));
  }

  @Test
  void nothingOfAnEarlierEventIsLeft() {
    decoding.accepted(
        "{\"model\":\"m\",\"change\":\"retired\",\"detail\":\"d\",\"version\":\"7\"}");
    assertEquals(
        new Lifecycle("n", "unversioned", Decoding.APPENDED, Lifecycle.Change.DEPLOYED, null),
        decoding.accepted("{\"model\":\"n\",\"change\":\"deployed\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INCOMPLETE | {"model":"m"}                     | change is missing or null: give deployed, parameters, retired or invalidate
          INCOMPLETE | {"model":"m","change":null}       | change is missing or null: give deployed, parameters, retired or invalidate
          INCOMPLETE | {"change":"retired"}              | model is missing or null: give the model's name
          INVALID    | {"model":"m","change":"Deployed"} | change is "Deployed", must be deployed, parameters, retired or invalidate
          INVALID    | {"model":"m","change":{"to":2}}   | change is an object, must be deployed, parameters, retired or invalidate
          INVALID    | {"model":"m","change":"retired","detail":3} | detail is 3, must be a string
          INVALID    | {"model":"m","change":"invalidate","scope":"all"} | scope is "all", must be model, version, segment or key
          INVALID    | {"model":"m","change":"invalidate","scope":7} | scope is 7, must be model, version, segment or key
          INVALID    | {"model":"m","change":"invalidate","scope":"key","key":"00ff"} | key is "00ff", must be a key of 32 hexadecimal digits, as the cache returns it
          INCOMPLETE | {"model":"m","change":"invalidate","scope":"key"} | key is missing or null: give the key to invalidate
          INCOMPLETE | {"model":"m","change":"invalidate","scope":"segment"} | segment is missing or null: give the segment to invalidate
          """)
  void whatIsWrongIsNamedWithTheRemedy(Reason reason, String json, String detail) {
    assertFalse(SCHEMA.errors(json).isEmpty(), "the schema allows it");
    decoding.assertRejected(reason, detail, json);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestSelectsWhatIsToBeInvalidated(String fields, Selection selection) {
    String json = "{\"model\":\"m\",\"version\":\"v\",\"change\":\"invalidate\"" + fields + "}";

    assertEquals(List.of(), SCHEMA.errors(json));
    assertEquals(
        new Lifecycle("m", "v", Decoding.APPENDED, Lifecycle.Change.INVALIDATE, selection, null),
        decoding.accepted(json));
  }

  static Stream<Arguments> requests() {
    String key = "00112233445566778899aabbccddeeff";
    return Stream.of(
        arguments("", new Selection.All()),
        arguments(",\"scope\":null", new Selection.All()),
        arguments(",\"scope\":\"model\"", new Selection.All()),
        arguments(",\"scope\":\"version\"", new Selection.OfVersion()),
        arguments(",\"scope\":\"segment\",\"segment\":\"s\"", new Selection.OfSegment("s")),
        arguments(",\"scope\":\"key\",\"key\":\"" + key + "\"", new Selection.OfKey(key)));
  }

  @Test
  void aDetailHasAtMost4096Characters() {
    String longest = "{\"model\":\"m\",\"change\":\"retired\",\"detail\":\"" + "d".repeat(4096);

    assertEquals(List.of(), SCHEMA.errors(longest + "\"}"));
    decoding.accepted(longest + "\"}");
    assertFalse(SCHEMA.errors(longest + "d\"}").isEmpty());
    decoding.assertRejected(
        Reason.INVALID,
        "detail is \"" + "d".repeat(80) + "…\", must be a string of at most 4096 characters",
        longest + "d\"}");
  }
}
