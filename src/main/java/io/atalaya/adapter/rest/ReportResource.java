package io.atalaya.adapter.rest;

import io.atalaya.report.Report;
import io.atalaya.report.ReportDispatcher;
import io.atalaya.report.ReportLog.UnavailableException;
import io.atalaya.report.ReportPages;
import io.atalaya.report.ReportPeriod;
import io.atalaya.report.ReportText;
import io.atalaya.report.Reporter;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/reports/{kind}}: what became of all models in a day or a week. Any instance can be
 * asked, since reports are made from the log.
 */
@Path("/v1/reports/{kind}")
@Blocking
@Tag(name = "reports", description = "What became of all models in a day or a week")
public final class ReportResource {

  private static final String TEXT = MediaType.TEXT_PLAIN + ";charset=utf-8";
  private static final String HTML = MediaType.TEXT_HTML + ";charset=utf-8";

  /** That of other answers, and styles that stand in the page. */
  private static final String PAGE_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

  private final Reporter reporter;
  private final ReportDispatcher dispatcher;
  private final ReportPages pages;
  private final ZoneId zone;
  private final InstantSource clock;

  ReportResource(
      Reporter reporter,
      ReportDispatcher dispatcher,
      ReportPages pages,
      ZoneId zone,
      InstantSource clock) {
    this.reporter = reporter;
    this.dispatcher = dispatcher;
    this.pages = pages;
    this.zone = zone;
    this.clock = clock;
  }

  /**
   * How the sending of a report went.
   *
   * @param headline the report in one line
   * @param sent the channels that it went out by
   * @param failures what kept it from going out by others
   */
  @Schema(name = "SentReport")
  public record Sent(String headline, List<String> sent, List<String> failures) {}

  /**
   * A report for programs.
   *
   * @param kind {@code daily} or {@code weekly}
   * @param date a day of the period
   */
  @GET
  @Reads
  @SecurityRequirement(name = "token", scopes = "read")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "showReport",
      summary = "Show a report",
      description =
          "As JSON, as a page or as text, by what is accepted. Of a period that goes on, what has"
              + " passed of it.")
  @APIResponse(
      responseCode = "200",
      description = "The report",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = ReportView.class)),
        @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(implementation = String.class)),
        @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class))
      })
  @APIResponse(responseCode = "400", description = "The date is none, or lies ahead")
  @APIResponse(responseCode = "404", description = "No kind of report")
  @APIResponse(responseCode = "503", description = "Kafka cannot be read: try again")
  public ReportView json(
      @PathParam("kind") String kind, @QueryParam("date") @Nullable String date) {
    return ReportView.of(report(kind, date));
  }

  /** The report as a page, which has its styles within. */
  @GET
  @Reads
  @Produces(HTML)
  @Operation(hidden = true)
  public String html(
      @PathParam("kind") String kind,
      @QueryParam("date") @Nullable String date,
      @Context HttpServerResponse http) {
    String page = pages.html(report(kind, date));
    // A header of a JAX-RS answer would stand beside that of all answers, and both would hold.
    http.putHeader("Content-Security-Policy", PAGE_POLICY);
    return page;
  }

  /** The report as text. */
  @GET
  @Reads
  @Produces(TEXT)
  @Operation(hidden = true)
  public String text(@PathParam("kind") String kind, @QueryParam("date") @Nullable String date) {
    return ReportText.of(report(kind, date));
  }

  /**
   * Sends a report now, by all channels, whether it was sent before or not.
   *
   * @param kind {@code daily} or {@code weekly}
   * @param date a day of the period
   */
  @POST
  @Operates
  @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
  @Operation(
      operationId = "sendReport",
      summary = "Send a report",
      description = "By all channels that are configured, whether it was sent before or not.")
  @SecurityRequirement(name = "token", scopes = "operate")
  @APIResponse(
      responseCode = "200",
      description = "It went out by all channels",
      content = @Content(schema = @Schema(implementation = Sent.class)))
  @APIResponse(responseCode = "409", description = "No channel is configured")
  @APIResponse(responseCode = "502", description = "It did not go out by each channel, and why")
  public Response send(@PathParam("kind") String kind, @QueryParam("date") @Nullable String date) {
    List<String> channels = dispatcher.channels();
    if (channels.isEmpty()) {
      return Problem.response(
          Response.Status.CONFLICT,
          "reports go nowhere: set atalaya.reports.mail or atalaya.reports.webhook");
    }
    Report report = report(kind, date);
    List<String> failures = dispatcher.send(report);
    List<String> sent =
        channels.stream()
            .filter(channel -> failures.stream().noneMatch(line -> line.startsWith(channel + ":")))
            .toList();
    return Response.status(failures.isEmpty() ? Response.Status.OK : Response.Status.BAD_GATEWAY)
        .entity(new Sent(report.headline(), sent, failures))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .build();
  }

  private Report report(String name, @Nullable String date) {
    ReportPeriod.Kind kind =
        ReportPeriod.Kind.named(name)
            .orElseThrow(
                () ->
                    new NotFoundException(
                        Problem.response(
                            Response.Status.NOT_FOUND,
                            name + " is no report: ask for daily or weekly")));
    try {
      return reporter.of(
          date == null
              ? ReportPeriod.endedBefore(kind, zone, clock.instant())
              : new ReportPeriod(kind, zone, day(date)));
    } catch (UnavailableException unavailable) {
      throw new ServiceUnavailableException(
          Problem.response(
              Response.Status.SERVICE_UNAVAILABLE, String.valueOf(unavailable.getMessage())));
    }
  }

  private LocalDate day(String date) {
    try {
      LocalDate day = LocalDate.parse(date);
      if (!day.isAfter(LocalDate.ofInstant(clock.instant(), zone))) {
        return day;
      }
    } catch (DateTimeException none) {
      // Answered like a day that lies ahead.
    }
    throw new BadRequestException(
        Problem.response(
            Response.Status.BAD_REQUEST,
            "date: %s is no day up to today: give one, for example %s"
                .formatted(date, LocalDate.ofInstant(clock.instant(), zone).minusDays(1))));
  }
}
