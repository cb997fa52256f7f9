package io.atalaya.adapter.kafka.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.adapter.kafka.Topics;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.Target;
import io.atalaya.cache.invalidation.Invalidation;
import io.atalaya.event.Event;
import io.atalaya.signal.Evidence;
import io.atalaya.signal.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The wire forms of what stage 2 publishes: signals and invalidations. */
final class LogRecords {

  private static final JsonFactory JSON = new JsonFactory();

  /** The most that a store's numbers (doubles, in Lua) can count one by one. */
  private static final long MOST_EPOCHS = 1L << 52;

  /** An invalidation as far as a cache needs it. */
  record Heard(String model, Target target, long number, boolean dryRun) {}

  @FunctionalInterface
  private interface Body {
    void writeTo(JsonGenerator out) throws IOException;
  }

  private LogRecords() {}

  static ProducerRecord<byte[], byte[]> signal(Signal signal, int partition) {
    byte[] value =
        object(
            out -> {
              out.writeStringField("id", signal.id());
              out.writeStringField("model", signal.key().model());
              out.writeStringField("version", signal.key().version());
              out.writeStringField("check", signal.key().check());
              out.writeStringField("state", lower(signal.state()));
              out.writeStringField("severity", lower(signal.severity()));
              out.writeStringField("time", time(signal.timeMillis()));
              out.writeStringField("window", signal.key().window());
              optional(out, "observed", signal.observed());
              optional(out, "threshold", signal.threshold());
              out.writeStringField("since", time(signal.sinceMillis()));
              out.writeObjectFieldStart("evidence");
              for (var entry : signal.evidence().values().entrySet()) {
                evidence(out, entry.getKey(), entry.getValue());
              }
              out.writeEndObject();
            });
    return new ProducerRecord<>(Topics.SIGNALS, partition, utf8(signal.key().text()), value);
  }

  static ProducerRecord<byte[], byte[]> invalidation(Invalidation invalidation, int partition) {
    byte[] value =
        object(
            out -> {
              out.writeStringField("id", invalidation.id());
              out.writeStringField("model", invalidation.model());
              out.writeNumberField("epoch", invalidation.epoch());
              out.writeStringField("version", invalidation.version());
              out.writeStringField("scope", invalidation.scope());
              switch (invalidation.target()) {
                case Target.Segment(String segment) -> out.writeStringField("segment", segment);
                case Target.Key(InputHash input) -> out.writeStringField("key", input.text());
                case Target.Model all -> {}
                case Target.Version named -> {}
              }
              out.writeStringField("reason", invalidation.reason());
              String signal = invalidation.signal();
              if (signal != null) {
                out.writeStringField("signal", signal);
              }
              out.writeStringField("time", time(invalidation.timeMillis()));
              out.writeBooleanField("dry_run", invalidation.dryRun());
            });
    return new ProducerRecord<>(Topics.INVALIDATIONS, partition, utf8(invalidation.key()), value);
  }

  /**
   * Reads what {@link #invalidation}, or another program, wrote.
   *
   * @throws IOException when it is no invalidation
   */
  static Heard readInvalidation(byte[] value) throws IOException {
    String model = "";
    String scope = "model";
    String version = Event.UNVERSIONED;
    String segment = "";
    String key = "";
    long epoch = 0;
    boolean dryRun = false;
    try (JsonParser json = JSON.createParser(value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("an invalidation is a JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken token = json.nextToken();
        switch (field) {
          case "model" -> model = json.getText();
          case "scope" -> scope = json.getText();
          case "version" -> version = json.getText();
          case "segment" -> segment = json.getText();
          case "key" -> key = json.getText();
          case "epoch" -> epoch = json.getLongValue();
          case "dry_run" -> dryRun = token == JsonToken.VALUE_TRUE;
          default -> json.skipChildren();
        }
      }
    }
    if (epoch < 0 || epoch > MOST_EPOCHS) {
      throw new IOException("epoch " + epoch + " is not from 0 to " + MOST_EPOCHS);
    }
    return new Heard(model, target(scope, version, segment, key), epoch, dryRun);
  }

  /** A scope that is not known is taken for the whole model: rather too much than too little. */
  private static Target target(String scope, String version, String segment, String key) {
    return switch (scope) {
      case "version" -> new Target.Version(version);
      case "segment" -> new Target.Segment(segment);
      case "key" -> new Target.Key(InputHash.parse(key));
      default -> Target.WHOLE_MODEL;
    };
  }

  private static void evidence(JsonGenerator out, String name, Evidence.Value value)
      throws IOException {
    switch (value) {
      case Evidence.Value.Numeric(double number) -> out.writeNumberField(name, number);
      case Evidence.Value.Count(long count) -> out.writeNumberField(name, count);
      case Evidence.Value.Text(String text) -> out.writeStringField(name, text);
    }
  }

  private static void optional(JsonGenerator out, String name, OptionalDouble value)
      throws IOException {
    if (value.isPresent()) {
      out.writeNumberField(name, value.getAsDouble());
    } else {
      out.writeNullField(name);
    }
  }

  private static byte[] object(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      body.writeTo(out);
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
