package io.atalaya.adapter.inference;

import com.fasterxml.jackson.core.JsonGenerator;
import io.atalaya.adapter.inference.Answered.Failed;
import io.atalaya.adapter.inference.Answered.Read;
import io.atalaya.adapter.inference.Answered.Unread;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the prediction events of an answered request: one for each row of the batch, called {@code
 * <id>-<row>} where there are several. Stateless.
 */
final class PredictionEvents {

  /** What is published of a value that is no number. */
  private static final String NON_FINITE = "non-finite";

  private final List<String> classes;

  /**
   * @param classes names of the classes, in the order of the probabilities
   */
  PredictionEvents(List<String> classes) {
    this.classes = classes;
  }

  /**
   * The events, as JSON.
   *
   * @return none when there is nothing to be published
   * @throws Malformed if the answer makes no sense
   */
  List<byte[]> of(Answered answered) throws Malformed {
    if (!answered.request().isPublished()) {
      return List.of();
    }
    return switch (answered.result()) {
      case Read(ModelAnswer answer) -> of(answered, answer);
      case Unread(Reply reply, AnswerReader reader) ->
          of(answered, reader.read(Message.read(reply.body(), reply.jsonLength(), "outputs")));
      case Failed(String error) -> failures(answered, error);
    };
  }

  private List<byte[]> of(Answered answered, ModelAnswer answer) {
    List<byte[]> events = new ArrayList<>();
    int rows = answer.rows().size();
    for (int row = 0; row < rows; row++) {
      ModelAnswer.Row told = answer.rows().get(row);
      events.add(event(answered, rows, row, answer.version(), told, null));
    }
    return events;
  }

  private List<byte[]> failures(Answered answered, String error) {
    List<byte[]> events = new ArrayList<>();
    int rows = Math.max(1, (int) answered.request().rows());
    for (int row = 0; row < rows; row++) {
      events.add(event(answered, rows, row, null, null, error));
    }
    return events;
  }

  private byte[] event(
      Answered answered,
      int rows,
      int row,
      @Nullable String version,
      ModelAnswer.@Nullable Row told,
      @Nullable String error) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = Message.JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("id", rows == 1 ? answered.id() : answered.id() + "-" + row);
      json.writeStringField("model", answered.model());
      text(json, "version", version == null ? answered.version() : version);
      json.writeNumberField("time", answered.timeMillis());
      if (told != null) {
        told(json, told);
      }
      text(json, "error", error);
      json.writeNumberField("latency_ms", answered.latencyMillis());
      features(json, answered.request(), row);
      text(json, "segment", answered.request().segment());
      json.writeBooleanField("cached", answered.cached());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory took no bytes", e);
    }
    return out.toByteArray();
  }

  private void told(JsonGenerator json, ModelAnswer.Row told) throws IOException {
    if (told.value() instanceof Double number) {
      if (Double.isFinite(number)) {
        json.writeNumberField("value", number);
      } else {
        json.writeStringField("error", NON_FINITE);
      }
    } else {
      json.writeStringField("value", told.value().toString());
    }
    if (!Double.isNaN(told.confidence())) {
      json.writeNumberField("confidence", told.confidence());
    }
    double[] probabilities = told.probabilities();
    if (probabilities != null) {
      json.writeObjectFieldStart("probabilities");
      for (int i = 0; i < probabilities.length; i++) {
        json.writeNumberField(classes.get(i), probabilities[i]);
      }
      json.writeEndObject();
    }
  }

  private static void features(JsonGenerator json, InferenceRequest request, int row)
      throws IOException {
    if (request.features().isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("features");
    for (NamedColumns columns : request.features()) {
      for (int column = 0; column < columns.names().size(); column++) {
        json.writeFieldName(columns.names().get(column));
        switch (columns.values().at(row, column)) {
          case Double number when Double.isFinite(number) -> json.writeNumber(number);
          case String text -> json.writeString(text);
          case Boolean flag -> json.writeBoolean(flag);
          case null, default -> json.writeNull();
        }
      }
    }
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }
}
