package io.atalaya.adapter.kafka.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.monitor.Digest;
import io.atalaya.report.Delivery;
import io.atalaya.report.PastInvalidation;
import io.atalaya.report.PastSignal;
import io.atalaya.report.ReportLog;
import io.atalaya.report.ReportPeriod;
import io.atalaya.signal.Evidence;
import io.atalaya.signal.Severity;
import io.atalaya.signal.Signal;
import io.atalaya.signal.SignalKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestRecordsTest {

  private static final Instant TIME = Instant.parse("2026-11-27T07:00:00Z");

  private final List<Object> read = new ArrayList<>();

  private final ReportLog.Listener listener =
      new ReportLog.Listener() {
        @Override
        public void digest(Digest digest) {
          read.add(digest);
        }

        @Override
        public void signal(PastSignal signal) {}

        @Override
        public void invalidation(PastInvalidation invalidation) {}

        @Override
        public void delivered(Delivery delivery) {
          read.add(delivery);
        }
      };

  @Test
  void aDigestIsReadAsItWasWritten() throws IOException {
    TreeMap<String, Double> figures = new TreeMap<>();
    figures.put("mae", 0.1 + 0.2);
    figures.put("kpi:conversion \"rate\"", -1e-300);
    Digest digest =
        new Digest(
            "bike/demand",
            "v1",
            null,
            "grid",
            TIME.toEpochMilli(),
            List.of(
                new Digest.Window(Duration.ofMinutes(5), new TreeMap<>()),
                new Digest.Window(Duration.ofDays(1), figures)),
            List.of("temperature", "__prediction__"),
            List.of("mae over 1h (critical)"));
    ProducerRecord<byte[], byte[]> record = DigestRecords.of(digest, 4);
    assertEquals(4, record.partition());
    assertEquals("bike/demand/v1/2026-11-27T07:00:00Z", new String(record.key(), UTF_8));
    DigestRecords.read(record.value(), listener);
    assertEquals(List.of(digest), read);
  }

  @Test
  void aDeliveryIsReadAsItWasWritten() throws IOException {
    Delivery delivery = new Delivery(ReportPeriod.Kind.WEEKLY, TIME, "mail");
    DigestRecords.read(DigestRecords.of(delivery).value(), listener);
    assertEquals(List.of(delivery), read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "{\"report\": \"monthly\"}", "{\"model\": \"m\"", "\u0000"})
  void whatIsNeitherIsRefused(String value) {
    assertThrows(IOException.class, () -> DigestRecords.read(value.getBytes(UTF_8), listener));
    assertEquals(List.of(), read);
  }

  @Test
  void aSignalIsReadAsFarAsReportsNeedIt() throws IOException {
    Signal signal =
        new Signal(
            new SignalKey("m", "v1", "mae", "1h"),
            Signal.State.RESOLVED,
            Severity.CRITICAL,
            TIME.toEpochMilli(),
            TIME.minusSeconds(60).toEpochMilli(),
            OptionalDouble.of(4.5),
            OptionalDouble.empty(),
            Evidence.NONE);
    assertEquals(
        new PastSignal(
            "m",
            "v1",
            "mae",
            "1h",
            "critical",
            false,
            TIME,
            TIME.minusSeconds(60),
            OptionalDouble.of(4.5),
            OptionalDouble.empty()),
        PastRecords.readSignal(LogRecords.signal(signal, 0).value()));
  }

  @Test
  void anInvalidationThatWasOnlyToBeShownIsNone() throws IOException {
    String json =
        "{\"model\": \"m\", \"reason\": \"drift\", \"time\": \"2026-11-27T07:00:00Z\", \"dry_run\": %s}";
    assertEquals(
        new PastInvalidation("m", "drift", TIME),
        PastRecords.readInvalidation(json.formatted("false").getBytes(UTF_8)).orElseThrow());
    assertEquals(
        true, PastRecords.readInvalidation(json.formatted("true").getBytes(UTF_8)).isEmpty());
  }
}
