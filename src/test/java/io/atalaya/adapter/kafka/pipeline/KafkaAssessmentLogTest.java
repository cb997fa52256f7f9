package io.atalaya.adapter.kafka.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.adapter.kafka.decode.Decoded;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.event.Assessment;
import io.atalaya.event.PredictionId;
import io.atalaya.generation.TextCoordinates;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class KafkaAssessmentLogTest {

  @Test
  void allCoordinatesOfATextAreDecoded() {
    TreeMap<String, Double> coordinates = new TreeMap<>();
    for (String text : TextCoordinates.TEXTS) {
      for (int j = 1; j <= TextCoordinates.SIZE; j++) {
        coordinates.put(TextCoordinates.name(text, j), j / 8.0);
      }
    }
    assertDecoded(
        new Assessment(
            PredictionId.of("g"), "writer", "7", 1_795_000_000_123L, new TreeMap<>(), coordinates));
  }

  @Test
  void whatIsWrittenIsDecoded() {
    Assessment assessment =
        new Assessment(
            PredictionId.of("g-\"1\" \u2603"),
            "writer",
            "7",
            1_795_000_000_123L,
            new TreeMap<>(Map.of("relevance", 1.0 / 3, "repetition", 0.0)),
            new TreeMap<>(Map.of("completion_1", -1e-9)));
    assertDecoded(assessment);
  }

  private static void assertDecoded(Assessment assessment) {
    assertEquals(
        new Decoded.Accepted(assessment),
        new EventDecoder()
            .decode(
                EventKind.ASSESSMENT,
                KafkaAssessmentLog.value(assessment),
                new RecordHeaders(),
                assessment.timeMillis() + 1_000));
  }
}
