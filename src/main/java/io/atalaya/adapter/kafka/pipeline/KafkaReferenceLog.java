package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.drift.Reference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.monitor.ReferenceLog;
import io.atalaya.monitor.VersionReference;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
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
  public void publishSeasons(String model, String version, SeasonalProfile profile)
      throws UnavailableException {
    for (Map.Entry<ReferenceRecords.Key, ReferenceProfile> season :
        seasons(model, version, profile).entrySet()) {
      send(ReferenceRecords.ofSeason(season.getKey(), season.getValue()));
    }
  }

  @Override
  public void publish(VersionReference reference) throws UnavailableException {
    send(ReferenceRecords.of(reference));
  }

  @Override
  public void remove(VersionReference known) throws UnavailableException {
    Reference reference = known.reference();
    send(
        ReferenceRecords.removal(
            new ReferenceRecords.Key(known.model(), known.version(), reference.id())));
    if (reference.profile() instanceof SeasonalProfile seasonal) {
      for (ReferenceRecords.Key season :
          seasons(known.model(), known.version(), seasonal).keySet()) {
        send(ReferenceRecords.removal(season));
      }
    }
  }

  private static Map<ReferenceRecords.Key, ReferenceProfile> seasons(
      String model, String version, SeasonalProfile profile) {
    ReferenceRecords.Key key = new ReferenceRecords.Key(model, version, profile.id());
    Map<ReferenceRecords.Key, ReferenceProfile> seasons = new LinkedHashMap<>();
    profile
        .members()
        .forEach(
            (season, member) -> seasons.put(key.ofSeason(profile.seasons().name(season)), member));
    return seasons;
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
