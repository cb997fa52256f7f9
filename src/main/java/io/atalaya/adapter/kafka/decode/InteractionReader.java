package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import io.atalaya.event.Interaction;
import io.atalaya.event.PredictionId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads interactions: what somebody did with an answer. */
final class InteractionReader extends PayloadReader {

  private static final int MAX_TYPE = 64;

  private @Nullable PredictionId id;
  private @Nullable String type;
  private @Nullable String segment;
  private double value = Double.NaN;

  InteractionReader(FieldReader fields) {
    super(fields);
  }

  @Override
  boolean readOwn(Field field, JsonParser json) throws IOException, Rejection {
    switch (field) {
      case ID -> id = fields.id(json);
      case TYPE -> type = fields.word(json, MAX_TYPE);
      case SEGMENT -> segment = fields.name(json);
      case VALUE -> value = fields.number(json, -Double.MAX_VALUE, Double.MAX_VALUE);
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
      case TYPE -> type = plain.word(MAX_TYPE);
      case SEGMENT -> segment = plain.name();
      case VALUE -> value = plain.number(-Double.MAX_VALUE, Double.MAX_VALUE);
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  Interaction event(long timeMillis, boolean timeGiven) throws Rejection {
    return new Interaction(
        id,
        requiredModel(),
        versionOrDefault(),
        timeMillis,
        timeGiven,
        required(type, "type", "what was done, for example click"),
        value,
        segment);
  }
}
