package io.atalaya.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.atalaya.run.Service;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two days of a model are on the log of a real broker when the service starts: the report of the
 * second goes out by mail, to a real server, and to a web server, once, and its figures are those
 * that NumPy computes of the events.
 */
@QuarkusTest
@WithTestResource(ReportServers.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ReportsTest {

  private static final Duration DEADLINE = Duration.ofMinutes(2);

  /** Longer than it takes to see again what is due. */
  private static final Duration LOOKED_AGAIN = Duration.ofSeconds(12);

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Posted(String authorization, JsonNode body) {}

  private final List<Posted> posted = new CopyOnWriteArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource("/v1/reports/")
  URI reports;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource(value = "/metrics", management = true)
  URI metrics;

  @ConfigProperty(name = "quarkus.mailer.port", defaultValue = "0")
  int mailPort;

  @ConfigProperty(name = "test.webhook.port", defaultValue = "0")
  int webhookPort;

  @SuppressWarnings("NullAway.Init") // Made before each test.
  private GreenMail mail;

  @SuppressWarnings("NullAway.Init") // Made before each test.
  private HttpServer webhook;

  @BeforeEach
  void listen() throws IOException {
    mail = new GreenMail(new ServerSetup(mailPort, "localhost", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    webhook =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), webhookPort), 0);
    webhook.createContext(
        "/reports",
        exchange -> {
          posted.add(
              new Posted(
                  String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                  JSON.readTree(exchange.getRequestBody())));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    webhook.start();
  }

  @AfterEach
  void close() {
    mail.stop();
    webhook.stop(0);
  }

  @Test
  void theReportOfADayGoesOutOnceWithTheFiguresOfItsEvents() throws Exception {
    Service.await("the mail", DEADLINE, () -> mail.getReceivedMessages().length >= 2);
    Service.await("the webhook", DEADLINE, () -> !posted.isEmpty());
    Thread.sleep(LOOKED_AGAIN);

    JsonNode report = posted.getFirst().body().get("report");
    assertAll(report);
    assertEquals(
        List.of("Bearer " + ReportServers.TOKEN),
        posted.stream().map(Posted::authorization).toList());
    assertMails(Arrays.asList(mail.getReceivedMessages()), report.get("headline").asText());
    assertShownAlike(report);

    Map<Exposition.Sample, Double> samples = Exposition.of(metrics).samples();
    Map<String, Double> counted =
        samples.entrySet().stream()
            .filter(sample -> sample.getKey().name().equals("atalaya_reports_total"))
            .collect(Collectors.toMap(sample -> sample.getKey().labels(), Map.Entry::getValue));
    assertEquals(4, counted.size(), counted::toString);
    counted.forEach(
        (labels, count) -> assertEquals(labels.contains("result=sent") ? 1.0 : 0.0, count, labels));

    HttpResponse<String> sent = post("daily", ReportServers.TOKEN);
    assertEquals(200, sent.statusCode(), sent.body());
    assertEquals("[\"mail\",\"webhook\"]", JSON.readTree(sent.body()).get("sent").toString());
    assertEquals(2, posted.size());
    assertEquals(4, mail.getReceivedMessages().length);
    assertRefusals();
  }

  private void assertAll(JsonNode report) {
    assertEquals("daily", report.get("report").asText());
    Instant from = Instant.parse(report.get("from").asText());
    assertEquals(from.plus(Duration.ofDays(1)), Instant.parse(report.get("to").asText()));
    assertEquals(1, report.get("models").size(), report::toPrettyString);
    JsonNode model = report.get("models").get(0);
    assertEquals("energy", model.get("model").asText());
    assertEquals("grid", model.get("team").asText());
    assertFigures(model.get("figures"));

    assertEquals("[\"mae over 1h (critical)\"]", model.get("firing").toString());
    JsonNode episode = model.get("episodes").get(0);
    assertEquals("mae", episode.get("check").asText());
    Instant since = Instant.parse(episode.get("since").asText());
    assertTrue(
        since.isAfter(from.plus(Duration.ofHours(12)))
            && since.isBefore(from.plus(Duration.ofHours(14))),
        () -> since + " is not soon after noon of " + from);
    assertTrue(!episode.has("until"), episode::toString);
  }

  private static void assertFigures(JsonNode figures) {
    Set<String> reported = new HashSet<>();
    figures.forEach(figure -> reported.add(figure.get("figure").asText()));
    for (String line : OracleFiles.lines("expected-report.tsv")) {
      List<String> cells = OracleFiles.cells(line);
      assertTrue(reported.contains(cells.getFirst()), () -> cells.getFirst() + " is missing");
      for (JsonNode figure : figures) {
        if (figure.get("figure").asText().equals(cells.getFirst())) {
          assertNear(cells.getFirst(), cells.get(1), figure.get("value"));
          assertNear(cells.getFirst() + " before", cells.get(2), figure.get("before"));
          assertEquals(24, figure.get("steps").size());
          for (int hour = 0; hour < 24; hour++) {
            assertNear(
                cells.getFirst() + " of hour " + hour,
                cells.get(3 + hour),
                figure.get("steps").get(hour));
          }
        }
      }
    }
  }

  private static void assertNear(String what, String expected, JsonNode actual) {
    double value = Double.parseDouble(expected);
    assertEquals(value, actual.asDouble(Double.NaN), 1e-9 * Math.max(1, Math.abs(value)), what);
  }

  private static void assertMails(List<MimeMessage> mails, String headline) throws Exception {
    assertEquals(2, mails.size(), "one for each who gets it");
    MimeMessage first = mails.getFirst();
    assertEquals(headline, first.getSubject());
    assertTrue(
        headline.matches("Atalaya, daily report of .*: 1 model, 1 signal, .*firing now: energy"),
        headline);
    List<String> parts = new ArrayList<>();
    flatten(first, parts);
    String text =
        parts.stream().filter(part -> part.startsWith(headline)).findFirst().orElseThrow();
    assertTrue(
        text.lines().anyMatch(line -> line.matches("  mae +\\S+ +\\+\\S+ %  [▁▂▃▄▅▆▇█]{24}")),
        text);
    String html =
        parts.stream().filter(part -> part.startsWith("<!DOCTYPE html>")).findFirst().orElseThrow();
    assertTrue(html.contains("<b>Firing:</b> mae over 1h (critical)"), html);
    assertTrue(!html.contains("<script") && !html.contains("<img") && !html.contains("http"), html);
    assertEquals(
        "ops@example.com, lead@example.com",
        GreenMailUtil.getAddressList(first.getRecipients(MimeMessage.RecipientType.TO))
            .replace(",", ", ")
            .replace(",  ", ", "));
  }

  private static void flatten(Part part, List<String> texts) throws Exception {
    switch (part.getContent()) {
      case Multipart parts -> {
        for (int i = 0; i < parts.getCount(); i++) {
          flatten(parts.getBodyPart(i), texts);
        }
      }
      case String text -> texts.add(text.strip().replace("\r\n", "\n"));
      default -> throw new IllegalStateException(part.getContentType());
    }
  }

  private void assertShownAlike(JsonNode report) throws Exception {
    String headline = report.get("headline").asText();
    JsonNode shown = JSON.readTree(get("daily", "application/json").body());
    assertEquals(report.get("models"), shown.get("models"));
    assertEquals(headline, shown.get("headline").asText());
    HttpResponse<String> page = get("daily", "text/html");
    assertTrue(page.body().contains("<h1 style="), page.body());
    assertEquals(
        List.of("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
        page.headers().allValues("Content-Security-Policy"));
    assertTrue(get("daily", "text/plain").body().startsWith(headline), "no text");
    JsonNode week =
        JSON.readTree(
            get("weekly?date=" + report.get("from").asText().substring(0, 10), "application/json")
                .body());
    assertEquals(7, week.get("models").get(0).get("figures").get(0).get("steps").size());
  }

  private void assertRefusals() throws Exception {
    Map<String, Integer> refused =
        Map.of("monthly", 404, "daily?date=tomorrow", 400, "daily?date=2999-01-01", 400);
    assertEquals(
        refused,
        refused.keySet().stream()
            .collect(
                Collectors.toMap(
                    path -> path, path -> get(path, "application/json").statusCode())));
    assertEquals(401, post("daily", "guessed").statusCode());
    assertEquals(2, posted.size());
  }

  private HttpResponse<String> get(String path, String accept) {
    return send(HttpRequest.newBuilder(reports.resolve(path)).header("Accept", accept).build());
  }

  private HttpResponse<String> post(String path, String token) {
    return send(
        HttpRequest.newBuilder(reports.resolve(path))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError("no answer", failure);
    }
  }
}
