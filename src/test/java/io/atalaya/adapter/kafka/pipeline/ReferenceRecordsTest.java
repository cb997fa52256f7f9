package io.atalaya.adapter.kafka.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.monitor.ModelMonitor.LearnedReference;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.ReferenceSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ReferenceRecordsTest {

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    ReferenceProfile profile =
        ReferenceProfile.of(
            1_800_000_000_000L,
            Map.of(
                "temp",
                new FeatureReference(
                    ReferenceSample.of(new Random(3).doubles(5_000).toArray()), 9_000, 7, 1),
                "weather",
                new FeatureReference(
                    CategorySample.of(Map.of("ñ \"x\"", 5_000_000_000L, "", 1L), 3),
                    6_000_000_000L,
                    0,
                    2)));
    LearnedReference learned = new LearnedReference("m", "v", profile);

    ProducerRecord<byte[], byte[]> record = ReferenceRecords.of(learned);

    assertEquals(learned, ReferenceRecords.read(record.value()));
    assertEquals(Topics.REFERENCES, record.topic());
    assertEquals("m/v/" + profile.id(), new String(record.key(), UTF_8));
  }

  @Test
  void theExampleIsOne() throws IOException {
    LearnedReference example =
        ReferenceRecords.read(
            Files.readAllBytes(Path.of("kafka/examples/monitoring.references.jsonl")));
    assertEquals(
        new FeatureReference(CategorySample.of(Map.of("clear", 3L, "rain", 1L), 0), 6, 1, 1),
        example.profile().reference("weather"));
    assertEquals(5, example.profile().reference("temp").size());
  }

  @Test
  void whatIsNoReferenceIsRefused() {
    for (String json :
        new String[] {
          "{}",
          "{\"time\":\"2026-11-21T08:00:00Z\",\"features\":{\"a\":{}}}",
          // Without the number of predictions.
          "{\"time\":\"2026-11-21T08:00:00Z\",\"features\":{\"a\":{\"categories\":{\"x\":1}}}}"
        }) {
      assertThrows(
          IllegalArgumentException.class, () -> ReferenceRecords.read(json.getBytes(UTF_8)), json);
    }
  }
}
