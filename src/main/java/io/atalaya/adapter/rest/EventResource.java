package io.atalaya.adapter.rest;

import io.atalaya.event.EventPublisher;
import io.atalaya.event.EventPublisher.Receipt;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/events/{topic}}: publishes one event, for people who have only curl. */
@Path("/v1/events")
@Tag(name = "events", description = "Publishing without a Kafka client")
@SecurityScheme(
    securitySchemeName = "token",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description =
        "The content of the file that atalaya.api.token-file names, or an access token of the issuer"
            + " that atalaya.access.oidc names")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@APIResponse(
    responseCode = "400",
    description = "The event would be rejected: the reason word, and field, value and remedy",
    content =
        @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(responseCode = "413", description = "More than 1 MiB")
@APIResponse(responseCode = "415", description = "Another content type")
@APIResponse(
    responseCode = "503",
    description = "Kafka, or the issuer of tokens, cannot be reached: try again")
public final class EventResource {

  /** Where changes of models, and requests to invalidate, are published. */
  static final String LIFECYCLE = "model.lifecycle";

  /** The topics that clients write data to. */
  private static final Set<String> TOPICS =
      Set.of(
          "inference.predictions",
          "inference.outcomes",
          "inference.interactions",
          "inference.generations");

  private static final String CLOUD_EVENT = "application/cloudevents+json";
  private static final int MOST_BYTES = 1 << 20;

  private final EventPublisher publisher;

  EventResource(EventPublisher publisher) {
    this.publisher = publisher;
  }

  /**
   * Where an event was put.
   *
   * @param topic the topic
   * @param partition the partition in it
   * @param offset the offset in that
   */
  public record Placed(String topic, int partition, long offset) {}

  /**
   * Publishes one event.
   *
   * @param topic the input topic
   * @param contentType the media type of the body
   * @param body one event
   */
  @POST
  @Writes
  @Blocking
  @Path("{topic}")
  @Consumes({MediaType.APPLICATION_JSON, CLOUD_EVENT})
  @Operation(
      operationId = "publishEvent",
      summary = "Publish one event",
      description = "One JSON event, or one CloudEvent 1.0 in structured mode; 1 MiB at most.")
  @SecurityRequirement(name = "token", scopes = "write")
  @APIResponse(
      responseCode = "202",
      description = "The event is in Kafka",
      content = @Content(schema = @Schema(implementation = Placed.class)))
  @APIResponse(responseCode = "404", description = "Not an input topic")
  public CompletionStage<Response> publish(
      @PathParam("topic") String topic,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
      InputStream body)
      throws IOException {
    return TOPICS.contains(topic)
        ? published(topic, contentType, body)
        : CompletableFuture.completedStage(
            Problem.response(
                Response.Status.NOT_FOUND,
                "%s is not an input topic: use one of %s, or %s"
                    .formatted(topic, String.join(", ", new TreeSet<>(TOPICS)), LIFECYCLE)));
  }

  /**
   * Publishes that a model changed, or should be invalidated: unlike data this is acted upon.
   *
   * @param contentType the media type of the body
   * @param body one event
   */
  @POST
  @Operates
  @Blocking
  @Path(LIFECYCLE)
  @Consumes({MediaType.APPLICATION_JSON, CLOUD_EVENT})
  @Operation(
      operationId = "publishLifecycle",
      summary = "Publish a change of a model",
      description = "One JSON event, or one CloudEvent 1.0 in structured mode; 1 MiB at most.")
  @SecurityRequirement(name = "token", scopes = "operate")
  @APIResponse(
      responseCode = "202",
      description = "The event is in Kafka",
      content = @Content(schema = @Schema(implementation = Placed.class)))
  public CompletionStage<Response> publishLifecycle(
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType, InputStream body)
      throws IOException {
    return published(LIFECYCLE, contentType, body);
  }

  private CompletionStage<Response> published(
      String topic, @Nullable String contentType, InputStream body) throws IOException {
    if (contentType == null) {
      return CompletableFuture.completedStage(
          Problem.response(
              Response.Status.UNSUPPORTED_MEDIA_TYPE,
              "Content-Type is missing: give %s or %s"
                  .formatted(MediaType.APPLICATION_JSON, CLOUD_EVENT)));
    }
    try {
      return publisher
          .publish(topic, Body.read(body, MOST_BYTES), contentType)
          .thenApply(receipt -> answer(topic, receipt));
    } catch (Body.Refused refused) {
      return CompletableFuture.completedStage(Problem.of(refused));
    }
  }

  static Response answer(String topic, Receipt receipt) {
    return switch (receipt) {
      case Receipt.Published(int partition, long offset) ->
          Response.accepted(new Placed(topic, partition, offset))
              .type(MediaType.APPLICATION_JSON_TYPE)
              .build();
      case Receipt.Rejected(String reason, String detail) ->
          new Problem("Event rejected", 400, detail, reason).response();
      case Receipt.Unavailable(String detail) ->
          Response.fromResponse(Problem.response(Response.Status.SERVICE_UNAVAILABLE, detail))
              .header(HttpHeaders.RETRY_AFTER, 5)
              .build();
    };
  }
}
