package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import io.atalaya.event.Event;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one kind of event. Unknown fields are passed over; a null counts as a field
 * not given, and of a field given twice the last counts, though every one has to be valid. For one
 * thread; used again for every event.
 */
abstract sealed class PayloadReader implements JsonObjects.Body
    permits PredictionReader, OutcomeReader, LifecycleReader {

  final FieldReader fields;
  private @Nullable String model;
  private @Nullable String version;
  private long time;
  private boolean specversionSeen;
  private boolean dataSeen;
  private final NameOrder order = new NameOrder();

  PayloadReader(FieldReader fields) {
    this.fields = fields;
  }

  @Override
  public final void read(JsonParser json) throws IOException, Rejection {
    forget();
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      if (!readCommon(field, json) && !readOwn(field, json)) {
        json.skipChildren();
      }
    }
  }

  private boolean readCommon(String field, JsonParser json) throws IOException, Rejection {
    switch (field) {
      case "model" -> model = fields.name(json);
      case "version" -> version = fields.name(json);
      case "time" -> time = fields.time(json);
      case "schema" -> fields.schema(json);
      default -> {
        specversionSeen |= EnvelopeReader.isVersion(field);
        dataSeen |= EnvelopeReader.isData(field);
        return false;
      }
    }
    return true;
  }

  /**
   * As {@link #read(JsonParser)}, of plain JSON. What that would reject, and what may be an
   * envelope, is declined, and then nothing of the event may be asked for.
   */
  final void read(PlainFields plain) {
    forget();
    PlainJson json = plain.json;
    order.restart();
    for (json.enterObject(); json.hasMember(); ) {
      String field = order.read(plain);
      if (!readCommon(field, plain) && !readOwn(field, plain)) {
        plain.skipScalar();
      }
    }
    json.expectEnd();
  }

  private boolean readCommon(String field, PlainFields plain) {
    switch (field) {
      case "model" -> model = plain.name();
      case "version" -> version = plain.name();
      case "time" -> time = plain.time();
      case "schema" -> plain.schema();
      default -> {
        plain.require(!EnvelopeReader.isVersion(field) && !EnvelopeReader.isData(field));
        return false;
      }
    }
    return true;
  }

  private void forget() {
    model = null;
    version = null;
    time = FieldReader.ABSENT;
    specversionSeen = false;
    dataSeen = false;
    clear();
  }

  /** Whether the object has the two marks of a CloudEvent. */
  final boolean sawEnvelope() {
    return specversionSeen && dataSeen;
  }

  /** The event's own time; {@link FieldReader#ABSENT} when it gave none. */
  final long time() {
    return time;
  }

  /** The model read so far. */
  final @Nullable String model() {
    return model;
  }

  final String requiredModel() throws Rejection {
    return required(model, "model", "the model's name");
  }

  final String versionOrDefault() {
    return version == null ? Event.UNVERSIONED : version;
  }

  static <T> T required(@Nullable T value, String field, String meaning) throws Rejection {
    if (value == null) {
      throw Rejection.incomplete(field, meaning);
    }
    return value;
  }

  /** Forgets the fields of the last event. */
  abstract void clear();

  /** Reads the value of {@code field}; false, and nothing read, when it is none of this kind's. */
  abstract boolean readOwn(String field, JsonParser json) throws IOException, Rejection;

  /** As {@link #readOwn(String, JsonParser)}, of plain JSON. */
  abstract boolean readOwn(String field, PlainFields plain);

  /** The event read, which happened at {@code timeMillis}. */
  abstract Event event(long timeMillis, boolean timeGiven) throws Rejection;
}
