package io.atalaya.adapter.kafka.decode;

import io.atalaya.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record's value into an event, or says why it is none.
 *
 * <p>The result is a function of the arguments alone: a replay decides as the first reading did. A
 * value is one JSON object in UTF-8, or a CloudEvent 1.0 around one: in binary mode (header {@code
 * ce_specversion}) or in structured mode (header {@code content-type:
 * application/cloudevents+json}, or an object with {@code specversion} and {@code data} or {@code
 * data_base64}). The event's time is its {@code time}, else the CloudEvent's, else the record's
 * timestamp. An envelope's other attributes are not looked at: its id is never the prediction's.
 *
 * <p>A fault of the JSON stands before every other; of those, the first in reading order is told,
 * then a missing field, then a time in the future. {@code kafka/README.md} has the rules of the
 * fields.
 *
 * <p>Cost: one pass without a tree; further ones over a value that is rejected or in an envelope.
 * For one thread: buffers are used again.
 */
public final class EventDecoder {

  /** The most bytes of a value, unless told otherwise. */
  public static final int DEFAULT_MAX_VALUE_BYTES = 1 << 20;

  private static final long MAX_AHEAD_MILLIS = Duration.ofMinutes(5).toMillis();

  private final int maxValueBytes;
  private final JsonObjects objects = new JsonObjects();
  private final EnvelopeReader envelopes = new EnvelopeReader(objects);
  private final PlainFields plain;
  private final Map<EventKind, NameOrder> orders = new EnumMap<>(EventKind.class);
  private final FieldReader fields;
  private final NestedReaders nested;

  public EventDecoder() {
    this(DEFAULT_MAX_VALUE_BYTES);
  }

  /**
   * @param maxValueBytes the most bytes of a value, at least 1
   */
  public EventDecoder(int maxValueBytes) {
    if (maxValueBytes < 1) {
      throw new IllegalArgumentException(
          "maxValueBytes is " + maxValueBytes + ", must be at least 1");
    }
    this.maxValueBytes = maxValueBytes;
    RecentStrings recent = new RecentStrings();
    plain = new PlainFields(recent);
    fields = new FieldReader(recent);
    nested = NestedReaders.of(fields);
  }

  /**
   * Decodes the value of one record.
   *
   * @param kind what the record's topic holds
   * @param value the record's value; null (a tombstone) is malformed
   * @param headers the record's headers
   * @param timestampMillis the record's timestamp, in milliseconds since the epoch
   * @return the event, or why there is none; nothing that a record holds makes this throw
   */
  public Decoded decode(
      EventKind kind, byte @Nullable [] value, Headers headers, long timestampMillis) {
    try {
      if (value == null || value.length == 0) {
        throw JsonObjects.malformed("the value is empty");
      }
      if (value.length > maxValueBytes) {
        throw new Rejection(
            Reason.OVERSIZED,
            "the value has " + value.length + " bytes, must have at most " + maxValueBytes);
      }
      return new Decoded.Accepted(event(kind, value, headers, timestampMillis));
    } catch (Rejection rejection) {
      return rejection.toDecoded();
    }
  }

  private PayloadReader reader(EventKind kind) {
    return switch (kind) {
      case PREDICTION -> new PredictionReader(fields, nested);
      case OUTCOME -> new OutcomeReader(fields);
      case INTERACTION -> new InteractionReader(fields);
      case GENERATION -> new GenerationReader(fields, nested);
      case ASSESSMENT -> new AssessmentReader(fields, nested);
      case LIFECYCLE -> new LifecycleReader(fields);
    };
  }

  private Event event(EventKind kind, byte[] value, Headers headers, long timestampMillis)
      throws Rejection {
    CloudEventHeaders envelope = CloudEventHeaders.of(headers);
    PayloadReader reader = read(kind, value, envelope);
    long time = reader.time();
    if (time == FieldReader.ABSENT) {
      String envelopeTime = reader.envelopeTime();
      time =
          envelopeTime == null
              ? envelope.timeMillis()
              : FieldReader.time(envelopeTime, "the CloudEvent's time");
    }
    boolean timeGiven = time != FieldReader.ABSENT;
    Event event = reader.event(timeGiven ? time : timestampMillis, timeGiven);
    if (timeGiven && time - MAX_AHEAD_MILLIS > timestampMillis) {
      throw new Rejection(
          Reason.FUTURE,
          "time is %s, must be at most 5 minutes after the record's timestamp, %s"
              .formatted(Instant.ofEpochMilli(time), Instant.ofEpochMilli(timestampMillis)));
    }
    return event;
  }

  private PayloadReader read(EventKind kind, byte[] value, CloudEventHeaders envelope)
      throws Rejection {
    if (envelope.structured()) {
      return unwrap(kind, value);
    }
    PayloadReader reader = reader(kind);
    plain.json.start(value);
    reader.read(plain, orders.computeIfAbsent(kind, any -> new NameOrder()));
    return plain.json.isDeclined() ? readGenerally(kind, value, envelope) : reader;
  }

  private PayloadReader readGenerally(EventKind kind, byte[] value, CloudEventHeaders envelope)
      throws Rejection {
    PayloadReader reader = reader(kind);
    try {
      objects.read(value, reader);
      if (envelope.binary() || !reader.sawEnvelope()) {
        return reader;
      }
    } catch (Rejection rejection) {
      // The rest was not read: it may be no JSON, or show that this is an envelope.
      if (!envelopes.isEnvelope(value) || envelope.binary()) {
        throw rejection;
      }
    }
    return unwrap(kind, value);
  }

  private PayloadReader unwrap(EventKind kind, byte[] value) throws Rejection {
    PayloadReader reader = reader(kind);
    try {
      reader.setEnvelopeTime(envelopes.read(value, reader));
      return reader;
    } catch (Rejection rejection) {
      // As above: throws when the rest is no JSON.
      envelopes.isEnvelope(value);
      throw rejection;
    }
  }
}
