package io.atalaya.demo.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.demo.demand.Forecast;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The demand model at its {@linkplain DemandServer server}, asked by the Open Inference Protocol.
 * Safe for use by several threads.
 */
public final class ModelClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final HttpClient http;
  private final URI infer;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param http belongs to the caller
   * @param server where the model server is, without a path
   */
  public ModelClient(HttpClient http, URI server) {
    this.http = http;
    infer = server.resolve("/v2/models/" + DemandServer.MODEL + "/infer");
  }

  /**
   * Forecasts one hour from its raw inputs.
   *
   * @throws IllegalStateException when the server does not answer
   */
  Forecast forecast(double[] inputs) throws InterruptedException {
    ObjectNode body = json.createObjectNode();
    ObjectNode tensor = body.putArray("inputs").addObject();
    tensor.put("name", "inputs").put("datatype", "FP32");
    tensor.putArray("shape").add(1).add(inputs.length);
    ArrayNode data = tensor.putArray("data");
    for (double input : inputs) {
      data.add(input);
    }
    HttpRequest request =
        HttpRequest.newBuilder(infer)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString(UTF_8));
      if (answer.statusCode() != OK) {
        throw new IllegalStateException("the model server answers " + answer.body());
      }
      JsonNode outputs = json.readTree(answer.body()).path("outputs");
      return new Forecast(scalar(outputs, "demand"), scalar(outputs, "confidence"));
    } catch (IOException e) {
      throw new IllegalStateException("the model server does not answer", e);
    }
  }

  private static double scalar(JsonNode outputs, String name) {
    for (JsonNode output : outputs) {
      if (output.path("name").asText().equals(name)) {
        return output.path("data").path(0).asDouble();
      }
    }
    throw new IllegalStateException("the model server gives no " + name + ": " + outputs);
  }
}
