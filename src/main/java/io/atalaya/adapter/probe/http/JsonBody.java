package io.atalaya.adapter.probe.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.availability.Answer;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** JSON of requests and answers. Stateless. */
final class JsonBody {

  static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonBody() {}

  /** A judge of bodies that must be JSON objects. */
  static Function<byte[], Answer> judgedBy(Function<JsonNode, Optional<String>> problem) {
    return body -> {
      JsonNode tree;
      try {
        tree = MAPPER.readTree(body);
      } catch (JsonProcessingException malformed) {
        return new Answer.Wrong("no JSON: " + malformed.getOriginalMessage());
      } catch (IOException unreadable) {
        return new Answer.Wrong("no JSON: " + unreadable.getMessage());
      }
      if (!tree.isObject()) {
        return new Answer.Wrong("the answer is no JSON object");
      }
      return problem.apply(tree).<Answer>map(Answer.Wrong::new).orElseGet(Answer.Right::new);
    };
  }

  /** A tree as bytes. */
  static byte[] bytes(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of our own is no JSON", e);
    }
  }
}
