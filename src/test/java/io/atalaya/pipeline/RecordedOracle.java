package io.atalaya.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.bootstrap.MonitoringFiles;
import io.atalaya.notebook.metrics.BackTest;
import io.atalaya.notebook.metrics.EventCsv;
import io.atalaya.notebook.metrics.EventFiles;
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

/**
 * The events of {@code oracle.py} as CSV, for the back-test. What is no event has no place there,
 * and there are no partitions that a record could be in the wrong one of.
 */
final class RecordedOracle {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** As many as {@code oracle.py} supposes. */
  private static final int PARTITIONS = 12;

  private final Path directory;
  private final EventCsv csv = new EventCsv();

  /**
   * @param directory for the files
   */
  RecordedOracle(Path directory) {
    this.directory = directory;
  }

  /**
   * Adds the events of a file.
   *
   * @param now the moment that their times are relative to
   * @param appended when they are appended to the log
   * @param without topics whose events are left out
   */
  void add(String file, Instant now, Instant appended, String... without) throws IOException {
    List<PlannedRecord> records = new ArrayList<>(PlannedRecord.read(file));
    records.removeIf(
        record -> !record.reason().isEmpty() || List.of(without).contains(record.topic()));
    for (PlannedRecord record : records) {
      csv.add(
          EventKind.ofTopic(record.topic()).orElseThrow(),
          appended.toEpochMilli(),
          unwrapped(record.at(now, PARTITIONS)).toString());
    }
  }

  /**
   * Runs the back-test with the pipeline's configuration.
   *
   * @param every how often all metrics are read
   * @param until when they are read at last
   * @return all samples by the time at which they were read, in milliseconds since the epoch
   */
  Map<Long, Map<Sample, Double>> read(Duration every, Instant until) throws IOException {
    csv.writeTo(directory);
    Path reference = directory.resolve("reference.csv");
    try (InputStream rows = OracleFiles.open("reference.csv")) {
      Files.copy(rows, reference);
    }
    Path yaml =
        Files.writeString(
            directory.resolve("model-monitoring.yaml"),
            String.join("\n", OracleFiles.lines("model-monitoring.yaml"))
                .replace("${reference}", reference.toString().replace('\\', '/')));
    MonitoringFiles files = MonitoringFiles.read(List.of(yaml));
    Map<Long, Map<Sample, Double>> read = new HashMap<>();
    new BackTest(files.settings(), files.references(), every, new Exposed(read))
        .run(EventFiles.read(directory), until.toEpochMilli());
    return read;
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
