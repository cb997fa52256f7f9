package io.atalaya.demo.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.demo.demand.DemandModel;
import io.atalaya.demo.demand.Forecast;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The demand model as a model server has it: the Open Inference Protocol (KServe V2) over HTTP,
 * tensors as JSON or as bytes, ONNX Runtime behind it. Safe for use by several threads.
 */
public final class DemandServer implements Handler<HttpServerRequest> {

  /** The model's name in paths. */
  public static final String MODEL = "bike-demand";

  private static final String PATH = "/v2/models/" + MODEL;
  private static final String JSON_LENGTH = "Inference-Header-Content-Length";
  private static final String VERSION = "1";
  private static final int INPUTS = 7;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final DemandModel model;

  /**
   * @param model what answers; belongs to the caller
   */
  public DemandServer(DemandModel model) {
    this.model = model;
  }

  /** A request that is none, with what the caller is told. */
  private static final class BadRequest extends Exception {
    BadRequest(String message) {
      super(message);
    }
  }

  @Override
  public void handle(HttpServerRequest request) {
    String path = String.valueOf(request.path()).replace("/versions/" + VERSION, "");
    if (request.method().equals(HttpMethod.POST) && path.equals(PATH + "/infer")) {
      var unused = request.body().onSuccess(body -> infer(request, body));
    } else if (path.equals(PATH)) {
      answer(request, 200, description());
    } else if (path.equals(PATH + "/ready") || path.equals("/v2/health/ready")) {
      answer(request, 200, MAPPER.createObjectNode().put("ready", true));
    } else {
      answer(request, 404, error("Model with requested name is not found"));
    }
  }

  private void infer(HttpServerRequest request, Buffer body) {
    String length = request.getHeader(JSON_LENGTH);
    int json = length == null ? body.length() : Integer.parseInt(length);
    try {
      JsonNode asked = MAPPER.readTree(body.getBytes(0, json));
      List<Forecast> forecasts = new ArrayList<>();
      for (double[] row : rows(asked, body.getBytes(json, body.length()))) {
        forecasts.add(model.forecast(row));
      }
      boolean binary = asked.path("parameters").path("binary_data_output").asBoolean();
      ObjectNode answer = MAPPER.createObjectNode();
      answer.put("model_name", MODEL).put("model_version", VERSION);
      if (asked.has("id")) {
        answer.set("id", asked.get("id"));
      }
      ArrayNode outputs = answer.putArray("outputs");
      outputs.add(output("demand", forecasts.stream().map(Forecast::demand).toList(), binary));
      outputs.add(
          output("confidence", forecasts.stream().map(Forecast::confidence).toList(), binary));
      if (binary) {
        binary(request, answer, forecasts);
      } else {
        answer(request, 200, answer);
      }
    } catch (IOException | BadRequest e) {
      answer(request, 400, error(String.valueOf(e.getMessage())));
    }
  }

  private static List<double[]> rows(JsonNode asked, byte[] raw) throws BadRequest {
    JsonNode input = asked.path("inputs").path(0);
    int rows = input.path("shape").path(0).asInt();
    if (input.path("shape").size() != 2 || input.path("shape").path(1).asInt() != INPUTS) {
      throw new BadRequest("Invalid number of shape dimensions");
    }
    List<JsonNode> flat = new ArrayList<>();
    flatten(input.path("data"), flat);
    ByteBuffer bytes = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    boolean binary = !input.has("data");
    if ((binary ? raw.length / Float.BYTES : flat.size()) != rows * INPUTS) {
      throw new BadRequest("Invalid content size of tensor");
    }
    List<double[]> all = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      double[] values = new double[INPUTS];
      for (int i = 0; i < INPUTS; i++) {
        values[i] = binary ? bytes.getFloat() : flat.get(row * INPUTS + i).asDouble();
      }
      all.add(values);
    }
    return all;
  }

  private static void flatten(JsonNode node, List<JsonNode> flat) {
    if (node.isArray()) {
      node.forEach(child -> flatten(child, flat));
    } else if (!node.isMissingNode()) {
      flat.add(node);
    }
  }

  private static ObjectNode output(String name, List<Double> values, boolean binary) {
    ObjectNode output = MAPPER.createObjectNode().put("name", name).put("datatype", "FP32");
    output.putArray("shape").add(values.size()).add(1);
    if (binary) {
      output.putObject("parameters").put("binary_data_size", values.size() * Float.BYTES);
    } else {
      ArrayNode data = output.putArray("data");
      values.forEach(value -> data.add(value.floatValue()));
    }
    return output;
  }

  private static void binary(HttpServerRequest request, ObjectNode answer, List<Forecast> forecasts)
      throws IOException {
    byte[] json = MAPPER.writeValueAsBytes(answer);
    ByteBuffer raw =
        ByteBuffer.allocate(2 * Float.BYTES * forecasts.size()).order(ByteOrder.LITTLE_ENDIAN);
    forecasts.forEach(forecast -> raw.putFloat((float) forecast.demand()));
    forecasts.forEach(forecast -> raw.putFloat((float) forecast.confidence()));
    Buffer body = Buffer.buffer(json).appendBytes(raw.array());
    var unused =
        request
            .response()
            .putHeader("Content-Type", "application/octet-stream")
            .putHeader(JSON_LENGTH, Integer.toString(json.length))
            .end(body);
  }

  private static ObjectNode description() {
    ObjectNode description = MAPPER.createObjectNode().put("name", MODEL);
    description.putArray("versions").add(VERSION);
    return description.put("platform", "onnxruntime");
  }

  private static ObjectNode error(String message) {
    return MAPPER.createObjectNode().put("error", message.toLowerCase(Locale.ROOT));
  }

  private static void answer(HttpServerRequest request, int status, ObjectNode body) {
    var unused =
        request
            .response()
            .setStatusCode(status)
            .putHeader("Content-Type", "application/json")
            .end(body.toString());
  }
}
