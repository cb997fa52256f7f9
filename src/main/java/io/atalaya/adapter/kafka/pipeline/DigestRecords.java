package io.atalaya.adapter.kafka.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.adapter.kafka.Topics;
import io.atalaya.event.Event;
import io.atalaya.monitor.Digest;
import io.atalaya.report.Delivery;
import io.atalaya.report.ReportLog;
import io.atalaya.report.ReportPeriod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The wire forms of {@code monitoring.digests}: what is kept of a version at a whole hour, and that
 * a report went out. The latter has the field {@code report}, the former {@code model}.
 */
final class DigestRecords {

  private static final JsonFactory JSON = new JsonFactory();

  /** Where deliveries are noted. */
  private static final int DELIVERIES = 0;

  private DigestRecords() {}

  static ProducerRecord<byte[], byte[]> of(Digest digest, int partition) {
    String key =
        String.join(
            "/",
            digest.model(),
            digest.version(),
            Instant.ofEpochMilli(digest.timeMillis()).toString());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("model", digest.model());
      out.writeStringField("version", digest.version());
      text(out, "unit", digest.unit());
      text(out, "team", digest.team());
      out.writeNumberField("time", digest.timeMillis());
      out.writeArrayFieldStart("windows");
      for (Digest.Window window : digest.windows()) {
        out.writeStartObject();
        out.writeNumberField("millis", window.length().toMillis());
        out.writeObjectFieldStart("figures");
        for (Map.Entry<String, Double> figure : window.figures().entrySet()) {
          out.writeNumberField(figure.getKey(), figure.getValue());
        }
        out.writeEndObject();
        out.writeEndObject();
      }
      out.writeEndArray();
      texts(out, "drifting", digest.drifting());
      texts(out, "firing", digest.firing());
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new ProducerRecord<>(Topics.DIGESTS, partition, utf8(key), bytes.toByteArray());
  }

  static ProducerRecord<byte[], byte[]> of(Delivery delivery) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("report", delivery.kind().label());
      out.writeStringField("channel", delivery.channel());
      out.writeNumberField("time", delivery.end().toEpochMilli());
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    String key = "report/" + delivery.kind().label() + "/" + delivery.channel();
    return new ProducerRecord<>(Topics.DIGESTS, DELIVERIES, utf8(key), bytes.toByteArray());
  }

  /**
   * Reads a record and hands it on.
   *
   * @throws IOException when it is neither a digest nor a delivery
   */
  static void read(byte[] value, ReportLog.Listener listener) throws IOException {
    String model = null;
    String version = Event.UNVERSIONED;
    String unit = null;
    String team = null;
    String report = null;
    String channel = "";
    long time = 0;
    List<Digest.Window> windows = new ArrayList<>();
    List<String> drifting = List.of();
    List<String> firing = List.of();
    try (JsonParser json = JSON.createParser(value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("a digest is a JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "model" -> model = json.getText();
          case "version" -> version = json.getText();
          case "unit" -> unit = json.getText();
          case "team" -> team = json.getText();
          case "report" -> report = json.getText();
          case "channel" -> channel = json.getText();
          case "time" -> time = json.getLongValue();
          case "windows" -> {
            while (json.nextToken() == JsonToken.START_OBJECT) {
              windows.add(readWindow(json));
            }
          }
          case "drifting" -> drifting = readTexts(json);
          case "firing" -> firing = readTexts(json);
          default -> json.skipChildren();
        }
      }
    }
    if (model != null) {
      listener.digest(new Digest(model, version, unit, team, time, windows, drifting, firing));
      return;
    }
    ReportPeriod.Kind kind =
        ReportPeriod.Kind.named(String.valueOf(report))
            .orElseThrow(() -> new IOException("it has neither a model nor a report"));
    listener.delivered(new Delivery(kind, Instant.ofEpochMilli(time), channel));
  }

  private static Digest.Window readWindow(JsonParser json) throws IOException {
    Duration length = Duration.ZERO;
    SortedMap<String, Double> figures = new TreeMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "millis" -> length = Duration.ofMillis(json.getLongValue());
        case "figures" -> {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String figure = json.currentName();
            json.nextToken();
            figures.put(figure, json.getDoubleValue());
          }
        }
        default -> json.skipChildren();
      }
    }
    return new Digest.Window(length, figures);
  }

  private static List<String> readTexts(JsonParser json) throws IOException {
    List<String> texts = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_STRING) {
      texts.add(json.getText());
    }
    return texts;
  }

  private static void text(JsonGenerator out, String field, @Nullable String text)
      throws IOException {
    if (text != null) {
      out.writeStringField(field, text);
    }
  }

  private static void texts(JsonGenerator out, String field, List<String> texts)
      throws IOException {
    out.writeArrayFieldStart(field);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
