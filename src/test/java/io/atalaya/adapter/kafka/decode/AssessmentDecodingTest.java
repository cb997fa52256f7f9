package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.event.Assessment;
import io.atalaya.event.PredictionId;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AssessmentDecodingTest {

  private final Decoding decoding = new Decoding(EventKind.ASSESSMENT);

  @Test
  void anAssessmentHasScoresAndCoordinates() {
    assertEquals(
        new Assessment(
            PredictionId.of("g"),
            "m",
            "3",
            Decoding.APPENDED - 500,
            new TreeMap<>(Map.of("relevance", 0.5)),
            new TreeMap<>(Map.of("prompt_1", -0.25, "prompt_2", 0.125))),
        decoding.accepted(
            """
            {"schema":1,"id":"g","model":"m","version":"3","time":%d,"scores":{"relevance":0.5},
            "coordinates":{"prompt_1":-0.25,"prompt_2":0.125}}\
            """
                .formatted(Decoding.APPENDED - 500)));
  }

  @Test
  void anAssessmentNeedsAnIdAndAModelAlone() {
    assertEquals(
        new Assessment(
            PredictionId.of("g"),
            "m",
            "unversioned",
            Decoding.APPENDED,
            new TreeMap<>(),
            new TreeMap<>()),
        decoding.accepted("{\"id\":\"g\",\"model\":\"m\"}"));
    decoding.assertRejected(
        Reason.INCOMPLETE,
        "id is missing or null: give the generation's own identifier",
        "{\"model\":\"m\"}");
  }
}
