package io.atalaya.adapter.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.atalaya.generation.EmbeddingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Texts as the numbers that a model was trained on.
 *
 * <p>The rules, and after how many tokens a text is cut off, are those of the model's own {@code
 * tokenizer.json}; where that names no length, 512 tokens. Safe for use by several threads.
 */
final class TokenIds implements AutoCloseable {

  private final HuggingFaceTokenizer tokenizer;

  private TokenIds(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** Reads {@code tokenizer.json}. */
  static TokenIds open(Path file) {
    // The library would ask where it runs, and tell its makers.
    System.setProperty("ai.djl.offline", "true");
    try {
      return new TokenIds(
          HuggingFaceTokenizer.newInstance(file, Map.of("padding", "false", "truncation", "true")));
    } catch (IOException | RuntimeException e) {
      throw new EmbeddingException(file + " is no tokenizer.json that can be used: " + e, e);
    }
  }

  /** The tokens of a text, with the model's marks of beginning and end. */
  Encoding of(String text) {
    return tokenizer.encode(text);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
