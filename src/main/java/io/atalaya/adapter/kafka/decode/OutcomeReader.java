package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.PredictionId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads outcomes: the truth, or the retraction of one told earlier. */
final class OutcomeReader extends PayloadReader {

  private @Nullable PredictionId id;
  private @Nullable Label actual;
  private boolean retracted;

  OutcomeReader(FieldReader fields) {
    super(fields);
  }

  @Override
  boolean readOwn(Field field, JsonParser json) throws IOException, Rejection {
    switch (field) {
      case ID -> id = fields.id(json);
      case ACTUAL -> actual = fields.label(json);
      case RETRACTED -> retracted = Boolean.TRUE.equals(fields.bool(json));
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
      case ACTUAL -> actual = plain.label();
      case RETRACTED -> retracted = Boolean.TRUE.equals(plain.bool());
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  Outcome event(long timeMillis, boolean timeGiven) throws Rejection {
    if (actual == null && !retracted) {
      throw Rejection.incomplete("actual", "what really happened, or retracted: true");
    }
    if (actual != null && retracted) {
      throw Rejection.invalid("retracted", "true", "absent or false beside an actual");
    }
    return new Outcome(
        required(id, "id", "the prediction's identifier"),
        requiredModel(),
        timeMillis,
        timeGiven,
        actual);
  }
}
