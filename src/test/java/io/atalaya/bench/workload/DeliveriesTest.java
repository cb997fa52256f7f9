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
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

  private static final long NOW = 1_790_000_000_123L;

  private final Deliveries deliveries = new Deliveries();
  private final EventDecoder decoder = new EventDecoder();

  @Test
  void aPredictionAndItsOutcomeAreAcceptedAndHaveOneId() {
    for (int i = 0; i < 1_000; i++) {
      Prediction prediction =
          assertInstanceOf(
              Prediction.class, decoded(EventKind.PREDICTION, deliveries.prediction(i, NOW)));
      Outcome outcome =
          assertInstanceOf(Outcome.class, decoded(EventKind.OUTCOME, deliveries.outcome(i, NOW)));

      assertEquals(new String(deliveries.id(i), US_ASCII), prediction.id().toString());
      assertEquals(prediction.id(), outcome.id());
      assertEquals(NOW, prediction.timeMillis());
      assertEquals(10, prediction.features().size());
      int number = i;
      IntStream.range(0, 10)
          .forEach(
              f ->
                  assertEquals(
                      null,
                      prediction.features().category(f),
                      () -> "feature " + f + " of prediction " + number));
    }
  }

  @Test
  void theReferenceHasAColumnForEveryFeature() {
    Prediction prediction =
        (Prediction) decoded(EventKind.PREDICTION, deliveries.prediction(0, NOW));

    List<String> columns = List.of(Deliveries.REFERENCE_HEADER.split(",", -1));

    assertEquals(prediction.features().names(), columns.subList(0, 10));
    assertEquals(List.of("__prediction__", "__confidence__"), columns.subList(10, 12));
  }

  @Test
  void decimalsAreRoundedAndWithoutTrailingZeros() {
    assertEquals("3.5", decimal(3.4999, 2));
    assertEquals("-0.07", decimal(-0.071, 2));
    assertEquals("0", decimal(-0.004, 2));
    assertEquals("52.00001", decimal(52.000_012, 5));
    assertEquals("1200", decimal(1_199.96, 1));
  }

  private static String decimal(double value, int decimals) {
    return new String(new JsonText().decimal(value, decimals).toBytes(), US_ASCII);
  }

  private Event decoded(EventKind kind, byte[] value) {
    return assertInstanceOf(
            Decoded.Accepted.class, decoder.decode(kind, value, new RecordHeaders(), NOW))
        .event();
  }
}
