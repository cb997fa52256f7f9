package io.atalaya.bootstrap;

import io.atalaya.adapter.inference.FrontSettings;
import io.atalaya.adapter.inference.OutputColumn;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the front of one model. */
final class FrontReader {

  private static final String EXAMPLE = "http://ovms:8000";

  private FrontReader() {}

  /** What {@code token} may say. */
  private enum Token {
    REQUIRED,
    NONE
  }

  /** The settings of a model; empty when it has none, or something is wrong and reported. */
  static Optional<FrontSettings> settings(Block model) {
    if (!model.has("front")) {
      return Optional.empty();
    }
    Block block = model.block("front", "{upstream: " + EXAMPLE + "}");
    Optional<URI> upstream = block.value("upstream", FrontReader::address);
    if (block.text("upstream").isEmpty()) {
      block.problem("upstream", "is empty: give the model server, for example " + EXAMPLE);
    }
    Duration timeout = block.duration("timeout", "2s");
    Duration connectTimeout = block.duration("connect-timeout", "500ms");
    long maxBody = block.bytes("max-body", "16MB");
    int connections = block.count("connections", 64);
    int queue = block.count("queue", 256);
    List<String> features = block.list("features", text -> text).orElse(List.of());
    Optional<OutputColumn> output = block.value("output", OutputColumn::parse);
    Optional<OutputColumn> confidence = block.value("confidence", OutputColumn::parse);
    List<String> classes = block.list("classes", text -> text).orElse(List.of());
    Token token = block.value("token", Token.NONE, text -> Quantities.constant(Token.class, text));
    return block.end(
        () ->
            new FrontSettings(
                upstream.orElseThrow(),
                timeout,
                connectTimeout,
                (int) Math.min(maxBody, Integer.MAX_VALUE),
                connections,
                queue,
                features,
                output.orElse(null),
                confidence.orElse(null),
                classes,
                token == Token.REQUIRED));
  }

  private static URI address(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          text + " is no address: give scheme, host and port, for example " + EXAMPLE, e);
    }
  }
}
