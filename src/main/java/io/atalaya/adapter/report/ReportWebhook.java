package io.atalaya.adapter.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.atalaya.report.Report;
import io.atalaya.report.ReportChannel;
import io.atalaya.report.ReportJson;
import java.io.IOException;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Reports to a web server: {@code {"text": …, "report": …}}, where the text is the report in one
 * line, which is what chat systems show, and the report is what the API gives.
 */
public final class ReportWebhook implements ReportChannel {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final WebhookSettings settings;
  private final ReportJson json;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  public ReportWebhook(WebhookSettings settings, ReportJson json) {
    this.settings = settings;
    this.json = json;
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public void send(Report report) throws UndeliveredException {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(settings.url())
              .timeout(settings.timeout())
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body(report)));
      if (settings.token() != null) {
        request.header("Authorization", "Bearer " + settings.token());
      }
      HttpResponse<Void> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.discarding());
      if (answer.statusCode() / 100 != 2) {
        throw new UndeliveredException(
            "%s answered %d: see what it wants"
                .formatted(settings.url().getHost(), answer.statusCode()));
      }
    } catch (IOException failure) {
      throw new UndeliveredException(
          "%s cannot be reached (%s): see to atalaya.reports.webhook.url"
              .formatted(settings.url().getHost(), failure));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UndeliveredException("interrupted while it was posted");
    }
  }

  private String body(Report report) throws IOException {
    StringWriter body = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(body)) {
      out.writeStartObject();
      out.writeStringField("text", report.headline());
      out.writeFieldName("report");
      out.writeRawValue(json.json(report));
      out.writeEndObject();
    }
    return body.toString();
  }
}
