package io.atalaya.adapter.rest;

import io.atalaya.drift.Reference;
import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ReferenceReader;
import io.atalaya.drift.ReferenceReader.Format;
import io.atalaya.drift.ReferenceTable;
import io.atalaya.drift.RowSeasons;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.drift.Seasons;
import io.atalaya.monitor.ReferenceLifecycle;
import io.atalaya.monitor.ReferenceLifecycle.Result;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1/models/{model}/versions/{version}/references}: what a version is compared with. */
@Path("/v1/models/{model}/versions/{version}/references")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Tag(name = "references", description = "What the drift of a version is measured against")
public final class ReferenceResource {

  /** One body is read at a time: whatever it holds, that much memory suffices. */
  private final Object reading = new Object();

  private final ReferenceLifecycle references;
  private final ReferenceReader reader;

  ReferenceResource(ReferenceLifecycle references, ReferenceReader reader) {
    this.references = references;
    this.reader = reader;
  }

  /**
   * All references of a version.
   *
   * @param model the model's name
   * @param version the version's name
   */
  @GET
  @Reads
  @SecurityRequirement(name = "token", scopes = "read")
  @Operation(
      operationId = "listReferences",
      summary = "List the references of a version",
      description = "Where each comes from, and which is in force; every instance knows them.")
  @APIResponse(responseCode = "200", description = "The references, the last changed last")
  public ReferenceList list(
      @PathParam("model") String model, @PathParam("version") String version) {
    return ReferenceList.of(
        model, version, references.list(model, version), references.inForce(model, version));
  }

  /**
   * One reference.
   *
   * @param model the model's name
   * @param version the version's name
   * @param id the reference's id
   * @param season of a seasonal one, the season whose distributions are shown
   */
  @GET
  @Reads
  @SecurityRequirement(name = "token", scopes = "read")
  @Path("{id}")
  @Operation(
      operationId = "showReference",
      summary = "Show one reference",
      description = "With its distributions; of a seasonal one those of one season, if asked for.")
  @APIResponse(
      responseCode = "200",
      description = "The reference",
      content = @Content(schema = @Schema(implementation = ReferenceView.class)))
  @APIResponse(
      responseCode = "404",
      description = "The version has no such reference, or that no such season")
  public Response show(
      @PathParam("model") String model,
      @PathParam("version") String version,
      @PathParam("id") String id,
      @QueryParam("season") @Nullable String season) {
    return references
        .find(model, version, id)
        .map(known -> show(model, version, known, season))
        .orElseGet(
            () ->
                Problem.response(
                    Response.Status.NOT_FOUND,
                    "%s, version %s, has no reference %s: list them"
                        .formatted(model, version, id)));
  }

  private Response show(String model, String version, Reference known, @Nullable String season) {
    Optional<ReferenceProfile> shown =
        switch (known.profile()) {
          case ReferenceProfile always -> season == null ? Optional.of(always) : Optional.empty();
          case SeasonalProfile seasonal -> seasonal.named(season == null ? "" : season);
        };
    return season != null && shown.isEmpty()
        ? Problem.response(
            Response.Status.NOT_FOUND,
            "reference %s has no season '%s': list them".formatted(known.id(), season))
        : json(
            Response.Status.OK,
            ReferenceView.of(model, version, known, shown, references.inForce(model, version)));
  }

  /**
   * Puts a reference in force.
   *
   * @param model the model's name
   * @param version the version's name
   * @param season how its rows are divided: {@code hour-of-day} or {@code hour-of-week}; absent
   *     where they are not
   * @param time with a season: the column with the time of each row
   * @param zone with a season: the time zone of its hours, UTC when absent
   * @param contentType the media type of the body
   * @param body rows of values
   */
  @PUT
  @Operates
  @Consumes({ReferenceBody.CSV, ReferenceBody.JSON_LINES})
  @Operation(
      operationId = "putReference",
      summary = "Put a reference in force",
      description =
          "CSV or JSON Lines, a row for each prediction in the order of time, a column for each"
              + " feature: see reference.file in the configuration. 64 MiB at most. It is compared"
              + " with from the answer's time on, some seconds from now. What is in force already"
              + " stays so.")
  @RequestBody(
      content = {
        @Content(
            mediaType = ReferenceBody.CSV,
            schema = @Schema(type = SchemaType.STRING, format = "binary")),
        @Content(
            mediaType = ReferenceBody.JSON_LINES,
            schema = @Schema(type = SchemaType.STRING, format = "binary"))
      })
  @SecurityRequirement(name = "token", scopes = "operate")
  @APIResponse(
      responseCode = "201",
      description = "It is on the log",
      content = @Content(schema = @Schema(implementation = ReferenceList.Entry.class)))
  @APIResponse(responseCode = "200", description = "The same is in force already")
  @APIResponse(responseCode = "400", description = "No reference: line and remedy")
  @APIResponse(responseCode = "409", description = "The model's drift is not judged")
  @APIResponse(responseCode = "413", description = "More than 64 MiB")
  @APIResponse(responseCode = "415", description = "Another content type")
  @APIResponse(responseCode = "503", description = "Kafka cannot be reached: try again")
  public Response put(
      @PathParam("model") String model,
      @PathParam("version") String version,
      @QueryParam("season") @Nullable String season,
      @QueryParam("time") @Nullable String time,
      @QueryParam("zone") @Nullable String zone,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable MediaType contentType,
      InputStream body)
      throws IOException {
    if (contentType == null) {
      return Problem.response(
          Response.Status.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type is missing: give %s or %s"
              .formatted(ReferenceBody.CSV, ReferenceBody.JSON_LINES));
    }
    Optional<Result.Refused> refusal = references.refusal(model);
    if (refusal.isPresent()) {
      return answer(model, version, refusal.get());
    }
    Optional<RowSeasons> seasons;
    try {
      seasons =
          seasons(season, zone).map(by -> new RowSeasons(by, Objects.requireNonNullElse(time, "")));
    } catch (IllegalArgumentException none) {
      return Problem.response(Response.Status.BAD_REQUEST, String.valueOf(none.getMessage()));
    }
    try (ReferenceBody file = ReferenceBody.of(body)) {
      ReferenceTable table = read(file, format(contentType), seasons);
      return answer(model, version, references.put(model, version, table::profile, Origin.PUT));
    } catch (Body.Refused refused) {
      return Problem.of(refused);
    } catch (IllegalArgumentException none) {
      return Problem.response(Response.Status.BAD_REQUEST, String.valueOf(none.getMessage()));
    }
  }

  /**
   * Puts a known reference in force.
   *
   * @param model the model's name
   * @param version the version's name
   * @param id the reference's id
   */
  @POST
  @Operates
  @Path("{id}/promote")
  @Operation(
      operationId = "promoteReference",
      summary = "Put a known reference in force",
      description = "It is compared with from the answer's time on, some seconds from now.")
  @SecurityRequirement(name = "token", scopes = "operate")
  @APIResponse(
      responseCode = "200",
      description = "It is on the log, or was in force already",
      content = @Content(schema = @Schema(implementation = ReferenceList.Entry.class)))
  @APIResponse(responseCode = "404", description = "The version has no such reference")
  @APIResponse(responseCode = "409", description = "The model's drift is not judged")
  @APIResponse(responseCode = "503", description = "Kafka cannot be reached: try again")
  public Response promote(
      @PathParam("model") String model,
      @PathParam("version") String version,
      @PathParam("id") String id) {
    return answer(model, version, references.promote(model, version, id));
  }

  /**
   * Withdraws the reference that was put or promoted last.
   *
   * @param model the model's name
   * @param version the version's name
   */
  @POST
  @Operates
  @Path("rollback")
  @Operation(
      operationId = "rollBackReference",
      summary = "Withdraw the reference put or promoted last",
      description =
          "From the answer's until on, some seconds from now, what was in force before it is so"
              + " again; after the first, what is configured or was learned.")
  @SecurityRequirement(name = "token", scopes = "operate")
  @APIResponse(
      responseCode = "200",
      description = "The reference that is withdrawn",
      content = @Content(schema = @Schema(implementation = ReferenceList.Entry.class)))
  @APIResponse(responseCode = "409", description = "None was put or promoted")
  @APIResponse(responseCode = "503", description = "Kafka cannot be reached: try again")
  public Response rollBack(@PathParam("model") String model, @PathParam("version") String version) {
    return answer(model, version, references.rollBack(model, version));
  }

  /** The seasons that are asked for, or an IllegalArgumentException. */
  static Optional<Seasons> seasons(@Nullable String season, @Nullable String zone) {
    if (season == null && zone != null) {
      throw new IllegalArgumentException(
          "zone: is of a season: give one, for example season=hour-of-week");
    }
    return Optional.ofNullable(season)
        .map(cycle -> Seasons.of(cycle, Objects.requireNonNullElse(zone, "UTC")));
  }

  private ReferenceTable read(ReferenceBody file, Format format, Optional<RowSeasons> seasons) {
    synchronized (reading) {
      return reader.read(file.path(), format, "the body", seasons);
    }
  }

  private static Format format(MediaType contentType) {
    return contentType.isCompatible(MediaType.valueOf(ReferenceBody.CSV))
        ? Format.CSV
        : Format.JSON_LINES;
  }

  private Response answer(String model, String version, Result result) {
    return switch (result) {
      case Result.Added(Reference reference) ->
          json(Response.Status.CREATED, entry(model, version, reference));
      case Result.Changed(Reference reference) ->
          json(Response.Status.OK, entry(model, version, reference));
      case Result.Unchanged(Reference reference) ->
          json(Response.Status.OK, entry(model, version, reference));
      case Result.Unknown(String detail) -> Problem.response(Response.Status.NOT_FOUND, detail);
      case Result.Refused(String detail) -> Problem.response(Response.Status.CONFLICT, detail);
      case Result.Unavailable(String detail) ->
          Response.fromResponse(Problem.response(Response.Status.SERVICE_UNAVAILABLE, detail))
              .header(HttpHeaders.RETRY_AFTER, 5)
              .build();
    };
  }

  private ReferenceList.Entry entry(String model, String version, Reference reference) {
    return ReferenceList.Entry.of(reference, references.inForce(model, version));
  }

  private static Response json(Response.Status status, Object entity) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(entity).build();
  }
}
