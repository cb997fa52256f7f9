package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.monitor.ReferenceLog;
import io.atalaya.monitor.VersionReference;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts references on {@code monitoring.references}. */
@ApplicationScoped
public class KafkaReferenceLog implements ReferenceLog {

  private final PlainProducer producer;

  KafkaReferenceLog(PlainProducer producer) {
    this.producer = producer;
  }

  @Override
  public void publish(VersionReference reference) throws UnavailableException {
    send(ReferenceRecords.of(reference));
  }

  @Override
  public void remove(String model, String version, String id) throws UnavailableException {
    send(ReferenceRecords.removal(new ReferenceRecords.Key(model, version, id)));
  }

  private void send(ProducerRecord<byte[], byte[]> record) throws UnavailableException {
    try {
      producer.send(record).get();
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      throw new UnavailableException(
          "Kafka did not take the reference: " + (cause == null ? failure : cause).getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while Kafka took the reference");
    }
  }
}
