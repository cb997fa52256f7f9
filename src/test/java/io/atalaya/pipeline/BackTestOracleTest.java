package io.atalaya.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.adapter.kafka.Topics;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.bootstrap.MonitoringFiles;
import io.atalaya.notebook.metrics.BackTest;
import io.atalaya.notebook.metrics.EventCsv;
import io.atalaya.notebook.metrics.EventFiles;
import io.atalaya.notebook.metrics.RecordedEvent;
import io.atalaya.pipeline.Exposition.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The back-test on the events of {@link PipelineOracleTest}, as CSV: every sample is what NumPy and
 * SciPy computed, and so what the pipeline shows of the same events.
 *
 * <p>What is no event has no place in CSV and counts nowhere but in the counters of dead letters;
 * and there are no partitions that a record could be in the wrong one of.
 */
class BackTestOracleTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Any moment: the events' times are relative to it. */
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

  /** The second lot of events is published so much later. */
  private static final Duration LATER = Duration.ofSeconds(2);

  /** When the metrics are read: all is judged, and no event has left its window. */
  private static final Duration FIRST_READING = Duration.ofSeconds(65);

  /** Everything is published again, and the metrics are read once more. */
  private static final Duration AGAIN = Duration.ofSeconds(66);

  private static final Duration LAST_READING = Duration.ofSeconds(80);

  /** So that they are read at these times, and at the first boundary, of which nothing is known. */
  private static final Duration BETWEEN_READINGS = Duration.ofSeconds(60);

  /** As many as {@code oracle.py} supposes. */
  private static final int PARTITIONS = 12;

  private final EventCsv csv = new EventCsv();

  @TempDir Path directory;

  @BeforeEach
  void copyReference() throws IOException {
    try (InputStream reference = OracleFiles.open("reference.csv")) {
      Files.copy(reference, directory.resolve("reference.csv"));
    }
    Files.writeString(
        directory.resolve("model-monitoring.yaml"),
        String.join("\n", OracleFiles.lines("model-monitoring.yaml"))
            .replace("${reference}", directory.resolve("reference.csv").toString()));
  }

  @Test
  void everyFigureIsThatOfThePipelineAndNothingCountsTwice() throws Exception {
    add("long-horizon.tsv", Duration.ZERO);
    add("short-horizon.tsv", LATER);
    // The same again: the counters of what was seen may change, no gauge.
    add("long-horizon.tsv", AGAIN, Topics.LIFECYCLE);
    Map<Long, Map<Sample, Double>> read = backTest();

    Map<Sample, Expectation> expected = Expectation.read("expected-first.tsv");
    assertSame(expected, read, FIRST_READING);
    expected.putAll(Expectation.read("expected-second.tsv"));
    assertSame(expected, read, LAST_READING);
  }

  private static void assertSame(
      Map<Sample, Expectation> expected, Map<Long, Map<Sample, Double>> read, Duration after) {
    Instant reading = NOW.plus(after);
    Map<Sample, Double> samples =
        new HashMap<>(requireNonNull(read.get(reading.toEpochMilli()), "nothing was read then"));
    Map<Sample, Expectation> comparable = new HashMap<>(expected);
    comparable.keySet().removeIf(BackTestOracleTest::isOfTheLogAlone);
    samples.keySet().removeIf(BackTestOracleTest::isOfTheLogAlone);
    assertEquals(
        "", String.join("\n", Differences.of(comparable, new Exposition(samples), NOW, reading)));
  }

  private static boolean isOfTheLogAlone(Sample sample) {
    return sample.name().equals("atalaya_dead_letters_total")
        || sample.labels().matches("result=(rejected|misrouted),topic=.*");
  }

  /** All samples by the time at which they were read. */
  private Map<Long, Map<Sample, Double>> backTest() throws IOException {
    csv.writeTo(directory);
    List<RecordedEvent> events = EventFiles.read(directory);
    MonitoringFiles files =
        MonitoringFiles.read(List.of(directory.resolve("model-monitoring.yaml")));
    Map<Long, Map<Sample, Double>> read = new HashMap<>();
    new BackTest(files.settings(), files.references(), BETWEEN_READINGS, new Exposed(read))
        .run(events, NOW.plus(LAST_READING).toEpochMilli());
    return read;
  }

  private void add(String file, Duration after, String... without) throws IOException {
    List<PlannedRecord> records = new ArrayList<>(PlannedRecord.read(file));
    records.removeIf(
        record -> !record.reason().isEmpty() || List.of(without).contains(record.topic()));
    for (PlannedRecord record : records) {
      csv.add(
          EventKind.ofTopic(record.topic()).orElseThrow(),
          NOW.plus(after).toEpochMilli(),
          unwrapped(record.at(NOW, PARTITIONS)).toString());
    }
  }

  /** The event without the CloudEvent around it, if there is one. */
  private static ObjectNode unwrapped(ProducerRecord<byte[], byte[]> record) throws IOException {
    ObjectNode event = (ObjectNode) JSON.readTree(record.value());
    Header time = record.headers().lastHeader("ce_time");
    String envelopeTime = time == null ? "" : new String(time.value(), UTF_8);
    if (event.has("specversion")) {
      envelopeTime = event.path("time").asText();
      JsonNode data =
          event.has("data_base64")
              ? JSON.readTree(Base64.getDecoder().decode(event.get("data_base64").asText()))
              : event.get("data");
      event = (ObjectNode) data;
    }
    if (!event.has("time") && !envelopeTime.isEmpty()) {
      event.put("time", envelopeTime);
    }
    return event;
  }
}
