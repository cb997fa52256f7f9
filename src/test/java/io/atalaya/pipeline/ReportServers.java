package io.atalaya.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.adapter.kafka.TopicDefinition;
import io.atalaya.adapter.kafka.Topics;
import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.FreePort;
import io.atalaya.report.ReportPeriod;
import io.atalaya.report.ReportSchedule;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A broker that holds two days of a model, appended when they happened, and the settings for {@link
 * ReportsTest}: the report of the second of them was due a minute ago. {@code reports.py} has the
 * same plan.
 */
public final class ReportServers implements QuarkusTestResourceLifecycleManager {

  static final String TOKEN = "let me in";

  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final int PREDICTIONS = 288;
  private static final int WORSE_FROM = 216;

  private @Nullable EmbeddedKafka kafka;

  @Override
  public Map<String, String> start() {
    try {
      Path directory =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "reports");
      EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"));
      kafka = broker;
      Instant due = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(1));
      ReportSchedule schedule =
          new ReportSchedule(
              ReportPeriod.Kind.DAILY,
              ZoneOffset.UTC,
              LocalTime.ofInstant(due, ZoneOffset.UTC),
              DayOfWeek.MONDAY);
      createTopics(broker.bootstrapServers());
      new Broker(broker.bootstrapServers()).send(records(schedule.periodAt(due).start()));
      int webhook = FreePort.find();
      Path settings = directory.resolve("model-monitoring.yaml");
      Files.writeString(settings, settings(schedule.at(), webhook, token(directory)));
      return Map.of(
          "kafka.bootstrap.servers",
          broker.bootstrapServers(),
          "smallrye.config.locations",
          settings.toAbsolutePath().toString(),
          "quarkus.mailer.mock",
          "false",
          "quarkus.mailer.port",
          Integer.toString(FreePort.find()),
          "test.webhook.port",
          Integer.toString(webhook),
          "quarkus.http.test-port",
          "0",
          "quarkus.management.test-port",
          "0");
    } catch (Exception e) {
      throw new IllegalStateException("no settings for the reports", e);
    }
  }

  private static Path token(Path directory) throws Exception {
    return Files.writeString(directory.resolve("token"), TOKEN + "\n").toAbsolutePath();
  }

  private static String settings(LocalTime at, int webhook, Path token) {
    return """
    atalaya:
      pane: 1m
      api: {token-file: %s}
      models:
        energy:
          unit: kWh
          team: grid
          windows: [1h, 24h]
          label-horizon: 1h
          thresholds:
            mae: {max: 5, window: 1h, severity: critical, min-scored: 5, min-coverage: 0}
      reports:
        send: daily
        at: "%s"
        mail: {from: atalaya@example.com, to: [ops@example.com, lead@example.com]}
        webhook: {url: "http://localhost:%d/reports", token-file: %s}
    """
        .formatted(token, at, webhook, token);
  }

  private static void createTopics(String servers) throws Exception {
    List<NewTopic> topics = new ArrayList<>();
    for (TopicDefinition topic : Topics.definitions(2, 2)) {
      Map<String, String> config = new HashMap<>(topic.config());
      config.computeIfPresent("message.timestamp.type", (key, unused) -> "CreateTime");
      topics.add(new TopicDefinition(topic.name(), topic.partitions(), config).newTopic());
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.createTopics(topics).all().get();
    }
  }

  private static List<ProducerRecord<byte[], byte[]>> records(Instant day) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < PREDICTIONS; i++) {
      Instant time = day.minus(Duration.ofDays(1)).plus(EVERY.multipliedBy(i)).plusSeconds(30);
      int value = 100 + i % 7;
      int error = i < WORSE_FROM ? 2 + i % 3 : 8 + i % 5;
      records.add(
          record(
              Topics.PREDICTIONS,
              i,
              time,
              "\"value\": %d, \"latency_ms\": %d".formatted(value, 20 + i % 50)));
      records.add(
          record(
              Topics.OUTCOMES, i, time.plusSeconds(60), "\"actual\": %d".formatted(value - error)));
    }
    return records;
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, int id, Instant time, String fields) {
    String json =
        "{\"id\": \"%d\", \"model\": \"energy\", \"time\": \"%s\", %s}".formatted(id, time, fields);
    return new ProducerRecord<>(
        topic,
        null,
        time.toEpochMilli(),
        Integer.toString(id).getBytes(UTF_8),
        json.getBytes(UTF_8));
  }

  @Override
  public void stop() {
    if (kafka != null) {
      kafka.close();
    }
  }
}
