package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.event.Lifecycle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads changes of deployed models. */
final class LifecycleReader extends PayloadReader {

  private static final int MAX_DETAIL = 4096;
  private static final String CHANGES = "deployed, parameters or retired";

  private Lifecycle.@Nullable Change change;
  private @Nullable String detail;

  LifecycleReader(FieldReader fields) {
    super(fields);
  }

  @Override
  boolean readOwn(Field field, JsonParser json) throws IOException, Rejection {
    switch (field) {
      case CHANGE -> change = change(json);
      case DETAIL -> detail = fields.words(json, MAX_DETAIL);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Too few come to be worth it. */
  @Override
  boolean readOwn(Field field, PlainFields plain) {
    plain.json.decline();
    return true;
  }

  private static Lifecycle.@Nullable Change change(JsonParser json) throws IOException, Rejection {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
    return switch (text) {
      case "deployed" -> Lifecycle.Change.DEPLOYED;
      case "parameters" -> Lifecycle.Change.PARAMETERS;
      case "retired" -> Lifecycle.Change.RETIRED;
      default -> throw Rejection.invalid(json, CHANGES);
    };
  }

  @Override
  Lifecycle event(long timeMillis, boolean timeGiven) throws Rejection {
    return new Lifecycle(
        requiredModel(),
        versionOrDefault(),
        timeMillis,
        required(change, "change", CHANGES),
        detail);
  }
}
