package io.atalaya.adapter.probe.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the answer to a test prediction must be: of the right model, at least one output, each with
 * as many elements as its shape says, finite where they are numbers, and what is expected besides.
 *
 * @param model the model's name at the server
 * @param expected of some of the outputs
 */
record InferenceAnswer(String model, List<ExpectedOutput> expected) {

  InferenceAnswer {
    expected = List.copyOf(expected);
  }

  /** What is wrong with an answer. */
  Optional<String> problem(JsonNode answer) {
    String named = answer.path("model_name").asText(model);
    if (!named.equals(model)) {
      return Optional.of("an answer of the model %s, not of %s".formatted(named, model));
    }
    if (answer.path("outputs").isEmpty()) {
      return Optional.of("no outputs");
    }
    Map<String, JsonNode> outputs = new HashMap<>();
    for (JsonNode output : answer.path("outputs")) {
      Optional<String> malformed = malformed(output);
      if (malformed.isPresent()) {
        return malformed;
      }
      outputs.put(output.path("name").asText(), output);
    }
    return expected.stream().flatMap(output -> missed(output, outputs).stream()).findFirst();
  }

  private static Optional<String> malformed(JsonNode output) {
    String name = output.path("name").asText();
    List<JsonNode> elements = elements(output);
    long count = 1;
    for (JsonNode dimension : output.path("shape")) {
      count *= dimension.asLong();
    }
    if (!output.path("shape").isArray() || elements.size() != count) {
      return Optional.of(
          "output %s: %d elements for the shape %s"
              .formatted(name, elements.size(), output.path("shape")));
    }
    Optional<Datatype> datatype = datatype(output);
    if (datatype.isEmpty()) {
      return Optional.of(
          "output %s: the datatype %s is none that JSON carries"
              .formatted(name, output.path("datatype")));
    }
    if (datatype.get().isNumeric()) {
      for (int i = 0; i < elements.size(); i++) {
        if (!elements.get(i).isNumber() || !Double.isFinite(elements.get(i).asDouble())) {
          return Optional.of(
              "output %s: element %d is %s, which is no finite number"
                  .formatted(name, i, elements.get(i)));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> missed(ExpectedOutput expected, Map<String, JsonNode> outputs) {
    JsonNode output = outputs.get(expected.output());
    if (output == null) {
      return Optional.of(
          "no output %s: there are %s".formatted(expected.output(), outputs.keySet()));
    }
    if (!expected.shape().isEmpty() && !fits(expected.shape(), output.path("shape"))) {
      return Optional.of(
          "output %s: the shape is %s, not %s"
              .formatted(expected.output(), output.path("shape"), expected.shape()));
    }
    if (!expected.isBounded()) {
      return Optional.empty();
    }
    for (JsonNode element : elements(output)) {
      double value = element.isNumber() ? element.asDouble() : Double.NaN;
      if (!(value >= expected.min() && value <= expected.max())) {
        return Optional.of(
            "output %s: %s is not from %s to %s"
                .formatted(expected.output(), element, expected.min(), expected.max()));
      }
    }
    return Optional.empty();
  }

  private static boolean fits(List<Integer> expected, JsonNode shape) {
    if (shape.size() != expected.size()) {
      return false;
    }
    for (int i = 0; i < shape.size(); i++) {
      if (expected.get(i) != -1 && expected.get(i) != shape.get(i).asInt()) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Datatype> datatype(JsonNode output) {
    String name = output.path("datatype").asText();
    for (Datatype datatype : Datatype.values()) {
      if (datatype.name().equals(name)) {
        return Optional.of(datatype);
      }
    }
    return Optional.empty();
  }

  private static List<JsonNode> elements(JsonNode output) {
    List<JsonNode> elements = new ArrayList<>();
    flatten(output.path("data"), elements);
    return elements;
  }

  /** Servers may nest the elements as the shape does. */
  private static void flatten(JsonNode node, List<JsonNode> elements) {
    if (node.isArray()) {
      node.forEach(child -> flatten(child, elements));
    } else if (!node.isMissingNode()) {
      elements.add(node);
    }
  }
}
