package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import io.atalaya.event.Features;
import io.atalaya.event.Interval;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.event.Probabilities;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads predictions. */
final class PredictionReader extends PayloadReader {

  private static final double MILLIS_PER_SECOND = 1000;

  private final NestedReaders nested;
  private @Nullable PredictionId id;
  private @Nullable Label value;
  private @Nullable String error;
  private double confidence = Double.NaN;
  private double latencyMillis = Double.NaN;
  private Features features = Features.NONE;
  private @Nullable Interval interval;
  private @Nullable Probabilities probabilities;
  private @Nullable String segment;
  private @Nullable Boolean cached;

  PredictionReader(FieldReader fields, NestedReaders nested) {
    super(fields);
    this.nested = nested;
  }

  @Override
  boolean readOwn(Field field, JsonParser json) throws IOException, Rejection {
    switch (field) {
      case ID -> id = fields.id(json);
      case VALUE -> value = fields.label(json);
      case ERROR -> error = fields.name(json);
      case CONFIDENCE -> confidence = fields.number(json, 0, 1);
      case LATENCY -> latencyMillis = fields.number(json, 0, Double.MAX_VALUE);
      case FEATURES -> features = nested.features().read(json);
      case SEGMENT -> segment = fields.name(json);
      case CACHED -> cached = fields.bool(json);
      case PROBABILITIES -> probabilities = nested.probabilities().read(json);
      case INTERVAL -> interval = nested.interval().read(json);
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean readOwn(Field field, PlainFields plain) {
    switch (field) {
      case ID -> id = plain.id();
      case VALUE -> value = plain.label();
      case ERROR -> error = plain.name();
      case CONFIDENCE -> confidence = plain.number(0, 1);
      case LATENCY -> latencyMillis = plain.number(0, Double.MAX_VALUE);
      case FEATURES -> features = nested.features().read(plain, model());
      case SEGMENT -> segment = plain.name();
      case CACHED -> cached = plain.bool();
      case PROBABILITIES -> probabilities = nested.probabilities().read(plain);
      case INTERVAL -> interval = nested.interval().read(plain);
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  Prediction event(long timeMillis, boolean timeGiven) throws Rejection {
    if (value == null && error == null) {
      throw Rejection.incomplete("value", "what the model answered, or error when it failed");
    }
    if (value != null && error != null) {
      throw Rejection.invalid("error", Text.quoted(error), "absent beside a value");
    }
    return new Prediction(
        required(id, "id", "the prediction's own identifier"),
        requiredModel(),
        versionOrDefault(),
        timeMillis,
        value,
        error,
        confidence,
        latencyMillis / MILLIS_PER_SECOND,
        features,
        interval,
        probabilities,
        segment,
        cached);
  }
}
