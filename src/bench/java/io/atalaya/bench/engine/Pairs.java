package io.atalaya.bench.engine;

import io.atalaya.adapter.kafka.decode.Decoded;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.bench.workload.Deliveries;
import io.atalaya.bench.workload.Interactions;
import io.atalaya.bench.workload.Texts;
import io.atalaya.event.Event;
import io.atalaya.event.Generation;
import io.atalaya.event.Interaction;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Predictions and what follows from them in an endless row: a fixed number of them over and over,
 * each time later, one a millisecond; and so texts. The time is the only thing made anew.
 */
final class Pairs {

  /** The number of identifiers; one comes again after so many milliseconds. */
  static final int SIZE = 1 << 16;

  /** How long a prediction waits for its outcome: an identifier may come again after twice that. */
  static final long HORIZON_MILLIS = SIZE / 4;

  /** How much later than the prediction its outcome comes. */
  static final long DELAY_MILLIS = 1_000;

  private static final int TEXTS = 1 << 12;

  static final long START_MILLIS = 1_700_000_000_000L;
  static final Headers NO_HEADERS = new RecordHeaders();

  private final Prediction[] predictions = new Prediction[SIZE];
  private final Outcome[] outcomes = new Outcome[SIZE];
  private final Generation[] texts = new Generation[TEXTS];

  Pairs() {
    Deliveries deliveries = new Deliveries();
    EventDecoder decoder = new EventDecoder();
    for (int i = 0; i < SIZE; i++) {
      predictions[i] =
          (Prediction)
              decoded(decoder, EventKind.PREDICTION, deliveries.prediction(i, START_MILLIS));
      outcomes[i] =
          (Outcome) decoded(decoder, EventKind.OUTCOME, deliveries.outcome(i, START_MILLIS));
    }
    Texts generated = new Texts();
    for (int i = 0; i < TEXTS; i++) {
      texts[i] =
          (Generation)
              decoded(decoder, EventKind.GENERATION, generated.generation(i, START_MILLIS));
    }
  }

  /** When the i-th prediction was made. */
  static long timeMillis(long i) {
    return START_MILLIS + i;
  }

  /** The i-th prediction. */
  Prediction prediction(long i) {
    Prediction known = predictions[(int) (i % SIZE)];
    return new Prediction(
        known.id(),
        known.model(),
        known.version(),
        timeMillis(i),
        known.value(),
        known.error(),
        known.confidence(),
        known.latencySeconds(),
        known.features(),
        known.interval(),
        known.probabilities(),
        known.segment(),
        known.cached());
  }

  /** The outcome of the i-th prediction. */
  Outcome outcome(long i) {
    Outcome known = outcomes[(int) (i % SIZE)];
    return new Outcome(
        known.id(), known.model(), timeMillis(i) + DELAY_MILLIS, true, known.actual());
  }

  /** A rating of the i-th prediction. */
  Interaction rating(long i) {
    Prediction known = predictions[(int) (i % SIZE)];
    return new Interaction(
        known.id(),
        known.model(),
        Event.UNVERSIONED,
        timeMillis(i) + DELAY_MILLIS,
        true,
        Interactions.Type.RATING.word(),
        1 + i % 5,
        null);
  }

  /** A text under the identifier of the i-th prediction. */
  Generation generation(long i) {
    Generation known = texts[(int) (i % TEXTS)];
    return new Generation(
        predictions[(int) (i % SIZE)].id(),
        known.model(),
        known.version(),
        timeMillis(i),
        known.promptTokens(),
        known.completionTokens(),
        known.firstTokenSeconds(),
        known.durationSeconds(),
        known.finishReason(),
        known.prompt(),
        known.completion(),
        known.scores(),
        known.error());
  }

  static Event decoded(EventDecoder decoder, EventKind kind, byte[] value) {
    return switch (decoder.decode(kind, value, NO_HEADERS, START_MILLIS)) {
      case Decoded.Accepted(Event event) -> event;
      case Decoded.Rejected(var reason, String detail) ->
          throw new IllegalStateException(reason + ": " + detail);
    };
  }
}
