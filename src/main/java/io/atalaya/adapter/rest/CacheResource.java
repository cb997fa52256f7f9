package io.atalaya.adapter.rest;

import io.atalaya.access.Role;
import io.atalaya.cache.CacheFigures;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.CacheSettings;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.Lookup;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.Storing;
import io.atalaya.event.Event;
import io.atalaya.event.EventPublisher;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/cache/{model}}: the prediction cache, for services that ask their models themselves.
 */
@Path("/v1/cache/{model}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Tag(name = "cache", description = "Answers of models, kept to be given again")
@APIResponse(
    responseCode = "400",
    description = "The field, the value and what would be right",
    content =
        @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(responseCode = "404", description = "The model has no cache")
@APIResponse(responseCode = "413", description = "A body that is larger than is read")
public final class CacheResource {

  private static final int MOST_BYTES = 2 << 20;
  private static final int MOST_INPUTS = 1_000;
  private static final long LONGEST_WAIT_MILLIS = 10_000;
  private static final long MOST_EPOCHS = 1L << 52;

  private final PredictionCache cache;
  private final CacheFigures figures;
  private final EventPublisher publisher;
  private final InstantSource clock;

  CacheResource(
      PredictionCache cache, CacheFigures figures, EventPublisher publisher, InstantSource clock) {
    this.cache = cache;
    this.figures = figures;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** What is done with a request of a model that has a cache. */
  @FunctionalInterface
  private interface Work {
    CompletionStage<Response> with(CacheBody body, CacheSettings settings);
  }

  /**
   * What became of an answer that was put.
   *
   * @param stored whether it is kept
   * @param key by what the cache knows the input
   * @param expires when it is no longer given
   * @param reason why it is not kept: low_confidence, stale, too_large or expired
   */
  public record Put(
      boolean stored, String key, @Nullable Instant expires, @Nullable String reason) {}

  /** The answers to several inputs, in their order. */
  public record Many(List<CacheAnswer> answers) {}

  /**
   * What this instance's cache did for a model since its start.
   *
   * @param epoch the number of the last invalidation that holds here
   * @param requests how many requests had their answer where
   * @param hitRatio the share of all requests that had an answer
   */
  public record Stats(long epoch, Map<String, Long> requests, OptionalDouble hitRatio) {}

  /** Looks for the answer to one input. */
  @POST
  @Reads
  @Blocking
  @Path("get")
  @Operation(
      operationId = "getCached",
      summary = "Look for the answer to one input",
      description =
          "{\"input\": …} or {\"key\": …}, perhaps with wait_ms: how long to wait for another"
              + " caller who asks the model already. After a miss that leads, put the model's answer"
              + " with the epoch of the miss: others wait for it. Without the role write no miss"
              + " leads.")
  @SecurityRequirement(name = "token", scopes = "read")
  @APIResponse(
      responseCode = "200",
      description = "A hit or a miss",
      content = @Content(schema = @Schema(implementation = CacheAnswer.class)))
  public CompletionStage<Response> get(
      @PathParam("model") String model, @Context SecurityContext caller, InputStream body)
      throws IOException {
    boolean mayPut = caller.isUserInRole(Role.WRITE.name());
    return answered(
        model,
        body,
        (request, settings) -> {
          InputHash input = request.input(settings);
          Duration wait = Duration.ofMillis(request.whole("wait_ms", 0, LONGEST_WAIT_MILLIS));
          CompletionStage<Lookup> lookup =
              mayPut
                  ? cache.lead(model, input, wait)
                  : cache
                      .findAll(model, List.of(input))
                      .thenApply(found -> hitOrMiss(found.get(input), model));
          return lookup.thenApply(found -> ok(CacheAnswer.of(input, found)));
        });
  }

  /** Looks for the answers to several inputs. */
  @POST
  @Reads
  @Blocking
  @Path("get-many")
  @Operation(
      operationId = "getManyCached",
      summary = "Look for the answers to several inputs",
      description = "{\"inputs\": [ … ]}, 1,000 at most; none of the misses leads.")
  @SecurityRequirement(name = "token", scopes = "read")
  @APIResponse(
      responseCode = "200",
      description = "Hits and misses, in the order of the inputs",
      content = @Content(schema = @Schema(implementation = Many.class)))
  public CompletionStage<Response> getMany(@PathParam("model") String model, InputStream body)
      throws IOException {
    return answered(
        model,
        body,
        (request, settings) -> {
          List<InputHash> inputs = request.inputs(settings, MOST_INPUTS);
          return cache
              .findAll(model, inputs)
              .thenApply(
                  found ->
                      ok(
                          new Many(
                              inputs.stream()
                                  .map(
                                      input ->
                                          CacheAnswer.of(input, hitOrMiss(found.get(input), model)))
                                  .toList())));
        });
  }

  /** Keeps an answer. */
  @PUT
  @Writes
  @Blocking
  @Operation(
      operationId = "putCached",
      summary = "Keep an answer of the model",
      description =
          "{\"input\": … or \"key\": …, \"prediction\": …, \"epoch\": that of the miss}, perhaps"
              + " with confidence, version, segment and time.")
  @SecurityRequirement(name = "token", scopes = "write")
  @APIResponse(
      responseCode = "200",
      description = "Whether it is kept, until when, or why not",
      content = @Content(schema = @Schema(implementation = Put.class)))
  public CompletionStage<Response> put(@PathParam("model") String model, InputStream body)
      throws IOException {
    return answered(
        model,
        body,
        (request, settings) -> {
          InputHash input = request.input(settings);
          CachedAnswer answer = answer(request);
          return CompletableFuture.completedStage(ok(view(input, cache.put(model, input, answer))));
        });
  }

  private CachedAnswer answer(CacheBody request) {
    String version = request.name("version");
    long now = clock.millis();
    long time = request.time("time", now);
    if (time > now) {
      throw new IllegalArgumentException(
          "time: it is in the future: give when the model answered, or leave it out");
    }
    long epoch = request.whole("epoch", -1, MOST_EPOCHS);
    if (epoch < 0) {
      throw new IllegalArgumentException(
          "epoch: is missing or null: give the epoch that came with the miss");
    }
    return new CachedAnswer(
        request.bytes("prediction", "the model's answer"),
        request.number("confidence", Double.NaN, 0, 1),
        version == null ? Event.UNVERSIONED : version,
        request.name("segment"),
        time,
        epoch,
        Long.MAX_VALUE);
  }

  /** Asks for an invalidation. */
  @POST
  @Operates
  @Blocking
  @Path("invalidate")
  @Operation(
      operationId = "invalidateCached",
      summary = "Have answers invalidated",
      description =
          "{\"scope\": model, version, segment or key}, with version, segment, or key or input; detail"
              + " for people. The request goes to model.lifecycle; the model's owner decides within a"
              + " second, and every instance hears of it on cache.invalidations.")
  @SecurityRequirement(name = "token", scopes = "operate")
  @APIResponse(
      responseCode = "202",
      description = "The request is in Kafka",
      content = @Content(schema = @Schema(implementation = EventResource.Placed.class)))
  @APIResponse(responseCode = "503", description = "Kafka cannot be reached: try again")
  public CompletionStage<Response> invalidate(@PathParam("model") String model, InputStream body)
      throws IOException {
    return answered(
        model,
        body,
        (request, settings) ->
            publisher
                .publish(
                    EventResource.LIFECYCLE,
                    request.invalidation(model, settings),
                    MediaType.APPLICATION_JSON)
                .thenApply(receipt -> EventResource.answer(EventResource.LIFECYCLE, receipt)));
  }

  /** What the cache did. */
  @GET
  @Reads
  @Path("stats")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "cacheStats",
      summary = "What this instance's cache did for a model since its start")
  @SecurityRequirement(name = "token", scopes = "read")
  @APIResponse(
      responseCode = "200",
      description = "Requests by where their answer was",
      content = @Content(schema = @Schema(implementation = Stats.class)))
  public Response stats(@PathParam("model") String model) {
    if (cache.settings(model) == null) {
      return noCache(model);
    }
    Map<String, Long> requests = figures.requests(model);
    long all = requests.values().stream().mapToLong(Long::longValue).sum();
    long misses = requests.getOrDefault(CacheMetrics.MISS, 0L);
    return ok(
        new Stats(
            cache.stamp(model),
            requests,
            all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) (all - misses) / all)));
  }

  private CompletionStage<Response> answered(String model, InputStream body, Work work)
      throws IOException {
    CacheSettings settings = cache.settings(model);
    if (settings == null) {
      return CompletableFuture.completedStage(noCache(model));
    }
    try {
      return work.with(CacheBody.read(body, MOST_BYTES), settings);
    } catch (Body.Refused refused) {
      return CompletableFuture.completedStage(Problem.of(refused));
    } catch (IllegalArgumentException wrong) {
      return problem(Response.Status.BAD_REQUEST, wrong);
    }
  }

  private Lookup hitOrMiss(Lookup.@Nullable Hit hit, String model) {
    return hit == null ? new Lookup.Miss(cache.stamp(model), false) : hit;
  }

  private static Put view(InputHash input, Storing storing) {
    return switch (storing) {
      case Storing.Stored(CachedAnswer kept) ->
          new Put(true, input.text(), Instant.ofEpochMilli(kept.expiresMillis()), null);
      case Storing.Refused(Storing.Reason reason) ->
          new Put(false, input.text(), null, reason.name().toLowerCase(Locale.ROOT));
    };
  }

  private static Response ok(Object entity) {
    return Response.ok(entity).type(MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static CompletionStage<Response> problem(Response.Status status, Exception wrong) {
    return CompletableFuture.completedStage(
        Problem.response(status, String.valueOf(wrong.getMessage())));
  }

  private static Response noCache(String model) {
    return Problem.response(
        Response.Status.NOT_FOUND,
        "%s has no cache: give it a block atalaya.models.%s.cache".formatted(model, model));
  }
}
