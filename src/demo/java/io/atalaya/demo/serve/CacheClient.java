package io.atalaya.demo.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Atalaya's prediction cache, as a service asks it that asks its model itself: look, and after a
 * miss put what the model answered.
 *
 * <p>A cache that does not answer in time, or fails, is as if it were empty: a service does not
 * depend on it. A request that it refuses as wrong is a mistake of the service and fails. Safe for
 * use by several threads.
 */
public final class CacheClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** How long to wait while another caller asks the model the same. */
  private static final long WAIT_MILLIS = 500;

  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  private final HttpClient http;
  private final URI cache;
  private final String authorization;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param http belongs to the caller
   * @param api where Atalaya's API is, without a path
   * @param model its name in Atalaya
   * @param token what {@code atalaya.api.token-file} holds
   */
  public CacheClient(HttpClient http, URI api, String model, String token) {
    this.http = http;
    cache = api.resolve("/v1/cache/" + model);
    authorization = "Bearer " + token;
  }

  /** What the cache says. */
  sealed interface Answer {

    /** It has the prediction, as it was put. */
    record Hit(JsonNode prediction) implements Answer {}

    /**
     * It has none.
     *
     * @param epoch what a put has to carry; empty when the cache did not answer
     */
    record Miss(OptionalLong epoch) implements Answer {}
  }

  /**
   * What is kept.
   *
   * @param confidence 0 to 1: the surer, the longer it is kept
   */
  record Kept(ObjectNode prediction, double confidence, String version, String segment) {}

  /** Looks for the answer to an input. */
  Answer get(ObjectNode input) throws InterruptedException {
    ObjectNode body = json.createObjectNode().put("wait_ms", WAIT_MILLIS);
    body.set("input", input);
    Optional<JsonNode> found = send("POST", URI.create(cache + "/get"), body);
    if (found.isEmpty()) {
      return new Answer.Miss(OptionalLong.empty());
    }
    JsonNode answer = found.get();
    return answer.path("hit").asBoolean()
        ? new Answer.Hit(answer.path("prediction"))
        : new Answer.Miss(OptionalLong.of(answer.path("epoch").asLong()));
  }

  /** Has an answer of the model kept, and given to those who wait for it. */
  void put(ObjectNode input, Kept kept, long epoch) throws InterruptedException {
    ObjectNode body =
        json.createObjectNode()
            .put("confidence", kept.confidence())
            .put("version", kept.version())
            .put("segment", kept.segment())
            .put("epoch", epoch);
    body.set("input", input);
    body.set("prediction", kept.prediction());
    var unused = send("PUT", cache, body);
  }

  private Optional<JsonNode> send(String method, URI to, ObjectNode body)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(to)
            .timeout(TIMEOUT)
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString(UTF_8));
      if (answer.statusCode() >= SERVER_ERROR) {
        return Optional.empty();
      }
      if (answer.statusCode() >= CLIENT_ERROR) {
        throw new IllegalStateException(
            "the cache refuses %s %s: %d %s"
                .formatted(method, to, answer.statusCode(), answer.body()));
      }
      return Optional.of(json.readTree(answer.body()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
