package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.event.Features;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads predictions. {@code probabilities} and {@code interval} are checked, but not kept yet. */
final class PredictionReader extends PayloadReader {

  private static final double MILLIS_PER_SECOND = 1000;

  private final FeaturesReader featuresReader;
  private @Nullable PredictionId id;
  private @Nullable Label value;
  private @Nullable String error;
  private double confidence = Double.NaN;
  private double latencyMillis = Double.NaN;
  private Features features = Features.NONE;
  private @Nullable String segment;
  private @Nullable Boolean cached;

  PredictionReader(FieldReader fields, FeaturesReader featuresReader) {
    super(fields);
    this.featuresReader = featuresReader;
  }

  @Override
  boolean readOwn(Field field, JsonParser json) throws IOException, Rejection {
    switch (field) {
      case ID -> id = fields.id(json);
      case VALUE -> value = fields.label(json);
      case ERROR -> error = fields.name(json);
      case CONFIDENCE -> confidence = fields.number(json, 0, 1);
      case LATENCY -> latencyMillis = fields.number(json, 0, Double.MAX_VALUE);
      case FEATURES -> features = featuresReader.read(json);
      case SEGMENT -> segment = fields.name(json);
      case CACHED -> cached = fields.bool(json);
      case PROBABILITIES -> checkProbabilities(json);
      case INTERVAL -> checkInterval(json);
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
      case FEATURES -> features = featuresReader.read(plain, model());
      case SEGMENT -> segment = plain.name();
      case CACHED -> cached = plain.bool();
      case PROBABILITIES -> checkProbabilities(plain);
      case INTERVAL -> checkInterval(plain);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void checkProbabilities(JsonParser json) throws IOException, Rejection {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw Rejection.invalid(json, "an object of classes and numbers from 0 to 1");
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      if (Double.isNaN(fields.number(json, 0, 1))) {
        throw Rejection.invalid(json, "a number from 0 to 1");
      }
    }
  }

  private void checkInterval(JsonParser json) throws IOException, Rejection {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw Rejection.invalid(json, "an object of lower, upper and level");
    }
    double lower = Double.NaN;
    double upper = Double.NaN;
    double level = Double.NaN;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "lower" -> lower = bound(json);
        case "upper" -> upper = bound(json);
        case "level" -> level = fields.number(json, 0, 1);
        default -> json.skipChildren();
      }
    }
    requireGiven(lower, "interval.lower", "the interval's lower end");
    requireGiven(upper, "interval.upper", "the interval's upper end");
    requireGiven(level, "interval.level", "the share of values that it should hold, from 0 to 1");
    if (lower > upper) {
      throw Rejection.invalid(
          "interval.lower", Double.toString(lower), "at most interval.upper, " + upper);
    }
  }

  private static void checkProbabilities(PlainFields plain) {
    if (plain.json.skipNull()) {
      return;
    }
    for (plain.json.enterObject(); plain.json.hasMember(); ) {
      plain.key();
      plain.require(!Double.isNaN(plain.number(0, 1)));
    }
  }

  private static void checkInterval(PlainFields plain) {
    if (plain.json.skipNull()) {
      return;
    }
    double lower = Double.NaN;
    double upper = Double.NaN;
    double level = Double.NaN;
    for (plain.json.enterObject(); plain.json.hasMember(); ) {
      switch (plain.key()) {
        case "lower" -> lower = plain.number(-Double.MAX_VALUE, Double.MAX_VALUE);
        case "upper" -> upper = plain.number(-Double.MAX_VALUE, Double.MAX_VALUE);
        case "level" -> level = plain.number(0, 1);
        default -> plain.skipScalar();
      }
    }
    plain.require(lower <= upper && !Double.isNaN(level));
  }

  private double bound(JsonParser json) throws IOException, Rejection {
    return fields.number(json, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  private static void requireGiven(double number, String field, String meaning) throws Rejection {
    if (Double.isNaN(number)) {
      throw Rejection.incomplete(field, meaning);
    }
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
        segment,
        cached);
  }
}
