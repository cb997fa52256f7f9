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
    description = "The content of the file that atalaya.api.token-file names")
public final class EventResource {

  /** Where changes of models, and requests to invalidate, are published. */
  static final String LIFECYCLE = "model.lifecycle";

  /** The topics that clients write to. */
  private static final Set<String> TOPICS =
      Set.of(
          "inference.predictions",
          "inference.outcomes",
          "inference.interactions",
          "inference.generations",
          LIFECYCLE);

  private static final int MOST_BYTES = 1 << 20;

  private final EventPublisher publisher;
  private final BearerToken token;

  EventResource(EventPublisher publisher, BearerToken token) {
    this.publisher = publisher;
    this.token = token;
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
   * @param authorization {@code Bearer <token>}
   * @param body one event
   */
  @POST
  @Blocking
  @Path("{topic}")
  @Consumes({MediaType.APPLICATION_JSON, "application/cloudevents+json"})
  @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
  @Operation(
      operationId = "publishEvent",
      summary = "Publish one event",
      description = "One JSON event, or one CloudEvent 1.0 in structured mode; 1 MiB at most.")
  @SecurityRequirement(name = "token")
  @APIResponse(
      responseCode = "202",
      description = "The event is in Kafka",
      content = @Content(schema = @Schema(implementation = Placed.class)))
  @APIResponse(
      responseCode = "400",
      description = "The event would be rejected: the reason word, and field, value and remedy",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(responseCode = "401", description = "No token, or another one")
  @APIResponse(responseCode = "403", description = "No token is configured: nobody may publish")
  @APIResponse(responseCode = "404", description = "Not an input topic")
  @APIResponse(responseCode = "413", description = "More than 1 MiB")
  @APIResponse(responseCode = "415", description = "Another content type")
  @APIResponse(responseCode = "503", description = "Kafka cannot be reached: try again")
  public CompletionStage<Response> publish(
      @PathParam("topic") String topic,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      InputStream body)
      throws IOException {
    Response refusal = refusal(topic, authorization);
    if (refusal != null) {
      return CompletableFuture.completedStage(refusal);
    }
    // No more is read of a body that is too large.
    byte[] event = body.readNBytes(MOST_BYTES + 1);
    if (event.length > MOST_BYTES) {
      return CompletableFuture.completedStage(
          Problem.response(
              Response.Status.REQUEST_ENTITY_TOO_LARGE,
              "the event has more than %d bytes: send at most so many".formatted(MOST_BYTES)));
    }
    return publisher
        .publish(topic, event, contentType)
        .thenApply(receipt -> answer(topic, receipt));
  }

  private @Nullable Response refusal(String topic, @Nullable String authorization) {
    Response unauthorized = token.refusal(authorization);
    if (unauthorized != null) {
      return unauthorized;
    }
    if (!TOPICS.contains(topic)) {
      return Problem.response(
          Response.Status.NOT_FOUND,
          "%s is not an input topic: use one of %s"
              .formatted(topic, String.join(", ", new TreeSet<>(TOPICS))));
    }
    return null;
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
