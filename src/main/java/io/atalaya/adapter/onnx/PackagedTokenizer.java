package io.atalaya.adapter.onnx;

import io.atalaya.generation.EmbeddingException;
import io.atalaya.quantization.inference.TextTokenizer;
import io.atalaya.quantization.model.ModelException;
import java.nio.file.Path;
import java.util.List;

/** Tokens by the rules that come with a model. Stateless. */
public final class PackagedTokenizer implements TextTokenizer {

  @Override
  public List<long[]> tokens(Path rules, List<String> texts) {
    try (TokenIds tokens = TokenIds.open(rules)) {
      return texts.stream().map(text -> tokens.of(text).getIds()).toList();
    } catch (EmbeddingException e) {
      throw new ModelException(String.valueOf(e.getMessage()), e);
    }
  }
}
