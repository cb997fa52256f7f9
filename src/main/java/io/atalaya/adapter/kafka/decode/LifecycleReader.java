package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.cache.InputHash;
import io.atalaya.event.Lifecycle;
import io.atalaya.event.Lifecycle.Selection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads changes of deployed models. */
final class LifecycleReader extends PayloadReader {

  private static final int MAX_DETAIL = 4096;
  private static final String CHANGES = "deployed, parameters, retired or invalidate";

  private Lifecycle.@Nullable Change change;
  private Scope scope = Scope.MODEL;
  private @Nullable String segment;
  private @Nullable String key;
  private @Nullable String detail;

  /** What is to be invalidated. */
  private enum Scope {
    MODEL,
    VERSION,
    SEGMENT,
    KEY
  }

  LifecycleReader(FieldReader fields) {
    super(fields);
  }

  @Override
  boolean readOwn(Field field, JsonParser json) throws IOException, Rejection {
    switch (field) {
      case CHANGE -> change = change(json);
      case SCOPE -> scope = scope(json);
      case SEGMENT -> segment = fields.name(json);
      case KEY -> key = key(json);
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
      case "invalidate" -> Lifecycle.Change.INVALIDATE;
      default -> throw Rejection.invalid(json, CHANGES);
    };
  }

  private static Scope scope(JsonParser json) throws IOException, Rejection {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Scope.MODEL;
    }
    String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
    return switch (text) {
      case "model" -> Scope.MODEL;
      case "version" -> Scope.VERSION;
      case "segment" -> Scope.SEGMENT;
      case "key" -> Scope.KEY;
      default -> throw Rejection.invalid(json, "model, version, segment or key");
    };
  }

  private @Nullable String key(JsonParser json) throws IOException, Rejection {
    String text = fields.name(json);
    try {
      return text == null ? null : InputHash.parse(text).text();
    } catch (IllegalArgumentException e) {
      throw Rejection.invalid(json, "a key of 32 hexadecimal digits, as the cache returns it");
    }
  }

  private @Nullable Selection selection(Lifecycle.Change changed) throws Rejection {
    if (changed != Lifecycle.Change.INVALIDATE) {
      return null;
    }
    return switch (scope) {
      case MODEL -> new Selection.All();
      case VERSION -> new Selection.OfVersion();
      case SEGMENT ->
          new Selection.OfSegment(required(segment, "segment", "the segment to invalidate"));
      case KEY -> new Selection.OfKey(required(key, "key", "the key to invalidate"));
    };
  }

  @Override
  Lifecycle event(long timeMillis, boolean timeGiven) throws Rejection {
    String model = requiredModel();
    Lifecycle.Change changed = required(change, "change", CHANGES);
    return new Lifecycle(
        model, versionOrDefault(), timeMillis, changed, selection(changed), detail);
  }
}
