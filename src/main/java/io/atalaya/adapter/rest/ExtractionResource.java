package io.atalaya.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.drift.Seasons;
import io.atalaya.monitor.Extraction;
import io.atalaya.monitor.ReferenceExtraction;
import io.atalaya.monitor.ReferenceExtraction.Answer;
import io.atalaya.monitor.ReferenceLifecycle;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/models/{model}/versions/{version}/references}: references from predictions that
 * are on the log.
 */
@Path("/v1/models/{model}/versions/{version}/references")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Tag(name = "references")
public final class ExtractionResource {

  private static final String RANGE = "range";
  private static final int MOST_BYTES = 16 << 10;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final ReferenceExtraction extraction;
  private final ReferenceLifecycle references;

  ExtractionResource(ReferenceExtraction extraction, ReferenceLifecycle references) {
    this.extraction = extraction;
    this.references = references;
  }

  /**
   * A range of event times, ISO 8601 with a zone.
   *
   * @param from the first
   * @param to the one that the last is before
   * @param season how it is divided: {@code hour-of-day} or {@code hour-of-week}; absent where it
   *     is not
   * @param zone with a season: the time zone of its hours, UTC when absent
   */
  @Schema(
      name = "TimeRange",
      requiredProperties = {"from", "to"})
  public record TimeRange(
      @Nullable String from, @Nullable String to, @Nullable String season, @Nullable String zone) {

    /**
     * @throws IllegalArgumentException if the body is no such object
     */
    private static TimeRange read(byte[] body) throws IOException {
      try {
        if (JSON.readTree(body) instanceof ObjectNode fields) {
          return new TimeRange(
              text(fields, "from"),
              text(fields, "to"),
              text(fields, "season"),
              text(fields, "zone"));
        }
      } catch (JsonProcessingException broken) {
        throw new IllegalArgumentException(
            "the body is no JSON: " + broken.getOriginalMessage(), broken);
      }
      throw new IllegalArgumentException(
          "the body is no JSON object: give for example {\"from\": \"2026-11-21T08:00:00Z\", …}");
    }

    private static @Nullable String text(ObjectNode fields, String name) {
      JsonNode value = fields.get(name);
      if (value == null || value.isNull()) {
        return null;
      }
      if (!value.isTextual()) {
        throw new IllegalArgumentException(name + ": is no string: give one");
      }
      return value.asText();
    }
  }

  /**
   * Begins to make a reference from a version's predictions in a time range.
   *
   * @param model the model's name
   * @param version the version's name
   * @param uri where it was sent to
   * @param body the range
   */
  @POST
  @Operates
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "extractReference",
      summary = "Make a reference from a time range",
      description =
          "Reads the version's predictions from the log, one range at a time, and puts the"
              + " reference that they make in force. How far it is, the location says.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TimeRange.class)))
  @SecurityRequirement(name = "token", scopes = "operate")
  @APIResponse(
      responseCode = "202",
      description = "The log is being read",
      content = @Content(schema = @Schema(implementation = ExtractionView.class)))
  @APIResponse(
      responseCode = "400",
      description = "No range: field, value and remedy",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(
      responseCode = "409",
      description = "The model's drift is not judged, or another range is being read")
  public Response start(
      @PathParam("model") String model,
      @PathParam("version") String version,
      @Context UriInfo uri,
      InputStream body)
      throws IOException {
    try {
      TimeRange range = TimeRange.read(Body.read(body, MOST_BYTES));
      Instant from = instant("from", range.from);
      Instant to = instant("to", range.to);
      Optional<Seasons> seasons = ReferenceResource.seasons(range.season, range.zone);
      return switch (extraction.start(model, version, from, to, seasons)) {
        case Answer.Started(Extraction started) ->
            Response.fromResponse(view(Response.Status.ACCEPTED, started))
                .location(uri.getAbsolutePathBuilder().path(RANGE).build())
                .build();
        case Answer.Invalid(String detail) -> Problem.response(Response.Status.BAD_REQUEST, detail);
        case Answer.Refused(String detail) -> Problem.response(Response.Status.CONFLICT, detail);
      };
    } catch (Body.Refused refused) {
      return Problem.of(refused);
    } catch (IllegalArgumentException invalid) {
      return Problem.response(Response.Status.BAD_REQUEST, String.valueOf(invalid.getMessage()));
    }
  }

  /**
   * The last reference that was made from a range.
   *
   * @param model the model's name
   * @param version the version's name
   */
  @GET
  @Reads
  @SecurityRequirement(name = "token", scopes = "read")
  @Path(RANGE)
  @Operation(
      operationId = "showExtraction",
      summary = "Show how far a reference from a time range is",
      description = "Of the instance that was asked to make it.")
  @APIResponse(
      responseCode = "200",
      description = "The last one of the version",
      content = @Content(schema = @Schema(implementation = ExtractionView.class)))
  @APIResponse(
      responseCode = "404",
      description = "This instance has made none of the version last")
  public Response show(@PathParam("model") String model, @PathParam("version") String version) {
    return extraction
        .last(model, version)
        .map(last -> view(Response.Status.OK, last))
        .orElseGet(
            () ->
                Problem.response(
                    Response.Status.NOT_FOUND,
                    "this instance has made no reference of %s, version %s, from a range last: ask the one that was asked to, or list the references"
                        .formatted(model, version)));
  }

  private Response view(Response.Status status, Extraction known) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(ExtractionView.of(known, references.inForce(known.model(), known.version())))
        .build();
  }

  private static Instant instant(String field, @Nullable String text) {
    try {
      return Instant.parse(text == null ? "" : text);
    } catch (DateTimeException none) {
      throw new IllegalArgumentException(
          "%s: %s is no time: give one, for example 2026-11-21T08:00:00Z".formatted(field, text),
          none);
    }
  }
}
