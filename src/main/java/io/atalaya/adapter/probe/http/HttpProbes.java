package io.atalaya.adapter.probe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.availability.Answer;
import io.atalaya.availability.PlannedProbe;
import io.atalaya.availability.Probe;
import io.atalaya.availability.ProbeTimes;
import io.atalaya.availability.Target;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the probes of servers that speak HTTP.
 *
 * @param clients what they ask with; belongs to the caller
 */
public record HttpProbes(HttpClients clients) {

  /**
   * The probes of a model's server.
   *
   * @param model the model's name in Atalaya
   */
  public List<PlannedProbe> ofModel(String model, ModelServer server, ProbeTimes times) {
    return switch (server) {
      case ModelServer.V2 v2 ->
          List.of(
              new PlannedProbe(new Target.OfModel(model, "ready"), times, ready(v2)),
              new PlannedProbe(new Target.OfModel(model, "infer"), times, inference(v2)));
      case ModelServer.Vllm vllm ->
          List.of(
              new PlannedProbe(new Target.OfModel(model, "health"), times, health(vllm)),
              new PlannedProbe(new Target.OfModel(model, "models"), times, models(vllm)),
              new PlannedProbe(new Target.OfModel(model, "generation"), times, generation(vllm)));
    };
  }

  /** Whether Grafana is there and reaches its database. */
  public Probe grafana(Endpoint endpoint) {
    return get(endpoint, "/api/health", JsonBody.judgedBy(HttpProbes::grafanaProblem));
  }

  private Probe ready(ModelServer.V2 server) {
    return get(server.endpoint(), path(server) + "/ready", HttpProbes::judgedReady);
  }

  /** Status 200 says it; some servers send a body too, which must not say the contrary. */
  private static Answer judgedReady(byte[] body) {
    return body.length == 0
        ? new Answer.Right()
        : JsonBody.judgedBy(
                tree ->
                    tree.path("ready").asBoolean(true)
                        ? Optional.empty()
                        : Optional.of("the model is not ready"))
            .apply(body);
  }

  private Probe inference(ModelServer.V2 server) {
    ObjectNode request = JsonBody.MAPPER.createObjectNode().put("id", "atalaya-probe");
    ArrayNode inputs = request.putArray("inputs");
    server.inputs().forEach(input -> inputs.add(input.json()));
    InferenceAnswer expected = new InferenceAnswer(server.model(), server.expected());
    return post(server.endpoint(), path(server) + "/infer", request, expected::problem);
  }

  private Probe health(ModelServer.Vllm server) {
    return get(server.endpoint(), "/health", body -> new Answer.Right());
  }

  private Probe models(ModelServer.Vllm server) {
    VllmAnswers answers = new VllmAnswers(server.model());
    return get(server.endpoint(), "/v1/models", JsonBody.judgedBy(answers::listProblem));
  }

  private Probe generation(ModelServer.Vllm server) {
    ObjectNode request = JsonBody.MAPPER.createObjectNode();
    request.put("model", server.model()).put("prompt", server.prompt());
    request.put("max_tokens", 1).put("temperature", 0);
    VllmAnswers answers = new VllmAnswers(server.model());
    return post(server.endpoint(), "/v1/completions", request, answers::generationProblem);
  }

  private static Optional<String> grafanaProblem(JsonNode answer) {
    JsonNode database = answer.path("database");
    return database.asText().equals("ok")
        ? Optional.empty()
        : Optional.of("the database is %s".formatted(database));
  }

  private Probe get(Endpoint endpoint, String path, Function<byte[], Answer> judge) {
    return new HttpProbe(clients.of(endpoint), endpoint, path, Optional.empty(), judge);
  }

  private Probe post(
      Endpoint endpoint, String path, JsonNode body, Function<JsonNode, Optional<String>> problem) {
    return new HttpProbe(
        clients.of(endpoint),
        endpoint,
        path,
        Optional.of(JsonBody.bytes(body)),
        JsonBody.judgedBy(problem));
  }

  private static String path(ModelServer.V2 server) {
    return "/v2/models/"
        + URLEncoder.encode(server.model(), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
