package io.atalaya.adapter.probe.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the answers of vLLM's OpenAI interface must be.
 *
 * @param model the model's name at the server
 */
record VllmAnswers(String model) {

  /** What a generation may end with: the token asked for, or the end of the text. */
  private static final Set<String> GOOD_ENDS = Set.of("length", "stop");

  /** What is wrong with a list of models. */
  Optional<String> listProblem(JsonNode answer) {
    List<String> served = new ArrayList<>();
    answer.path("data").forEach(entry -> served.add(entry.path("id").asText()));
    return served.contains(model)
        ? Optional.empty()
        : Optional.of("the model %s is not served: there are %s".formatted(model, served));
  }

  /** What is wrong with a generation of one token. */
  Optional<String> generationProblem(JsonNode answer) {
    JsonNode choice = answer.path("choices").path(0);
    if (!choice.path("text").isTextual()) {
      return Optional.of("no text in choices");
    }
    String end = choice.path("finish_reason").asText();
    if (!GOOD_ENDS.contains(end)) {
      return Optional.of("the generation ended with %s".formatted(choice.path("finish_reason")));
    }
    // A token may be the end of the text, or half of a character, and then has no text.
    long tokens = answer.path("usage").path("completion_tokens").asLong();
    return tokens >= 1 || !choice.path("text").asText().isEmpty()
        ? Optional.empty()
        : Optional.of("no token was generated");
  }
}
