package io.atalaya.adapter.kafka.pipeline;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.atalaya.adapter.kafka.Topics;
import io.atalaya.event.Assessment;
import io.atalaya.generation.ScoringMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Puts what was computed of texts on {@code monitoring.scores}, where it is an event like any
 * other.
 *
 * <p>Not in the transaction of the text's own reading, which scoring would hold up: what is lost
 * between the two is not scored, and what is scored twice counts once.
 */
@ApplicationScoped
public class KafkaAssessmentLog implements Consumer<Assessment> {

  private static final Logger LOG = Logger.getLogger(KafkaAssessmentLog.class);
  private static final JsonFactory JSON = new JsonFactory();

  private final PlainProducer producer;
  private final ScoringMetrics metrics;

  KafkaAssessmentLog(PlainProducer producer, ScoringMetrics metrics) {
    this.producer = producer;
    this.metrics = metrics;
  }

  /** Sends an assessment; one that Kafka does not take is counted as lost. */
  @Override
  public void accept(Assessment assessment) {
    CompletionStage<?> unused =
        producer
            .send(new ProducerRecord<>(Topics.SCORES, assessment.id().utf8(), value(assessment)))
            .whenComplete(
                (sent, failure) -> {
                  if (failure != null) {
                    metrics.lost(assessment.model());
                    LOG.debugf(failure, "The scores of text %s were lost", assessment.id());
                  }
                });
  }

  /** The record's value. */
  static byte[] value(Assessment assessment) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      out.writeStartObject();
      out.writeNumberField("schema", 1);
      out.writeStringField("id", assessment.id().toString());
      out.writeStringField("model", assessment.model());
      out.writeStringField("version", assessment.version());
      out.writeNumberField("time", assessment.timeMillis());
      write(out, "scores", assessment.scores());
      write(out, "coordinates", assessment.coordinates());
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator out, String field, SortedMap<String, Double> numbers)
      throws IOException {
    out.writeObjectFieldStart(field);
    for (Map.Entry<String, Double> number : numbers.entrySet()) {
      out.writeNumberField(number.getKey(), number.getValue());
    }
    out.writeEndObject();
  }
}
