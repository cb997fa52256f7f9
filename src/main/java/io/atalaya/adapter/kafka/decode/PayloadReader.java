package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import io.atalaya.event.Event;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one kind of event. Unknown fields are passed over; a null counts as a field
 * not given, and of a field given twice the last counts, though every one has to be valid.
 *
 * <p>For one event and one thread. A reader that is used again would be an old object that refers
 * to new ones, which the garbage collector has to note down at every store.
 */
abstract sealed class PayloadReader implements JsonObjects.Body
    permits PredictionReader,
        OutcomeReader,
        InteractionReader,
        GenerationReader,
        AssessmentReader,
        LifecycleReader {

  final FieldReader fields;
  private @Nullable String model;
  private @Nullable String version;
  private long time = FieldReader.ABSENT;
  private @Nullable String envelopeTime;
  private boolean specversionSeen;
  private boolean dataSeen;

  PayloadReader(FieldReader fields) {
    this.fields = fields;
  }

  @Override
  public final void read(JsonParser json) throws IOException, Rejection {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      Field field = Field.of(name);
      if (!readOwn(field, json)) {
        readCommon(field, json);
      }
    }
  }

  private void readCommon(Field field, JsonParser json) throws IOException, Rejection {
    switch (field) {
      case MODEL -> model = fields.name(json);
      case VERSION -> version = fields.name(json);
      case TIME -> time = fields.time(json);
      case SCHEMA -> fields.schema(json);
      default -> {
        specversionSeen |= field == Field.SPECVERSION;
        dataSeen |= field == Field.DATA;
        json.skipChildren();
      }
    }
  }

  /**
   * As {@link #read(JsonParser)}, of plain JSON. What that would reject, and what may be an
   * envelope, is declined, and then nothing of the event may be asked for.
   *
   * @param order the names of the event before
   */
  final void read(PlainFields plain, NameOrder order) {
    order.restart();
    while (order.next(plain)) {
      Field field = order.field();
      if (!readOwn(field, plain)) {
        readCommon(field, plain);
      }
    }
    plain.json.expectEnd();
  }

  private void readCommon(Field field, PlainFields plain) {
    switch (field) {
      case MODEL -> model = plain.name();
      case VERSION -> version = plain.name();
      case TIME -> time = plain.time();
      case SCHEMA -> plain.schema();
      case SPECVERSION, DATA -> plain.json.decline();
      default -> plain.skipScalar();
    }
  }

  /** Whether the object has the two marks of a CloudEvent. */
  final boolean sawEnvelope() {
    return specversionSeen && dataSeen;
  }

  /** The event's own time; {@link FieldReader#ABSENT} when it gave none. */
  final long time() {
    return time;
  }

  /** The time of the envelope around the event, as written; null when it gave none. */
  final @Nullable String envelopeTime() {
    return envelopeTime;
  }

  final void setEnvelopeTime(@Nullable String time) {
    envelopeTime = time;
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

  /** Reads the value of {@code field}; false, and nothing read, when it is none of this kind's. */
  abstract boolean readOwn(Field field, JsonParser json) throws IOException, Rejection;

  /** As {@link #readOwn(Field, JsonParser)}, of plain JSON. */
  abstract boolean readOwn(Field field, PlainFields plain);

  /** The event read, which happened at {@code timeMillis}. */
  abstract Event event(long timeMillis, boolean timeGiven) throws Rejection;
}
