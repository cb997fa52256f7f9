package io.atalaya.bench.workload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.atalaya.adapter.kafka.decode.Decoded;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.event.Event;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetEventsTest {

  private static final long NOW = 1_790_000_000_123L;

  private final FleetEvents events = new FleetEvents(3, 20);
  private final EventDecoder decoder = new EventDecoder();

  @Test
  void aPredictionAndItsOutcomeAreAcceptedAndHaveOneId() {
    for (int i = 0; i < 100; i++) {
      Prediction prediction = prediction(i);
      Outcome outcome =
          assertInstanceOf(Outcome.class, decoded(EventKind.OUTCOME, events.outcome(i, NOW)));

      assertEquals(new String(events.id(i), US_ASCII), prediction.id().toString());
      assertEquals(prediction.id(), outcome.id());
      assertEquals(prediction.model(), outcome.model());
      assertEquals(20, prediction.features().size());
    }
  }

  @Test
  void modelsTakeTurns() {
    assertEquals("model-2", prediction(2).model());
    assertEquals("model-0", prediction(3).model());
  }

  @Test
  void theReferenceHasAColumnForEveryFeature(@TempDir Path directory) throws IOException {
    events.writeConfiguration(directory);

    List<String> rows = Files.readAllLines(directory.resolve("reference.csv"));

    List<String> columns = new ArrayList<>(prediction(0).features().names());
    columns.addAll(List.of("__prediction__", "__confidence__"));
    assertEquals(String.join(",", columns), rows.getFirst());
    assertEquals(columns.size(), rows.getLast().split(",", -1).length);
  }

  private Prediction prediction(long i) {
    return assertInstanceOf(
        Prediction.class, decoded(EventKind.PREDICTION, events.prediction(i, NOW)));
  }

  private Event decoded(EventKind kind, byte[] value) {
    return assertInstanceOf(
            Decoded.Accepted.class, decoder.decode(kind, value, new RecordHeaders(), NOW))
        .event();
  }
}
