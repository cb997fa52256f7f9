package io.atalaya.quantization.inference;

import java.nio.file.Path;
import java.util.List;

/** Cuts texts into tokens as a model expects them. */
@FunctionalInterface
public interface TextTokenizer {

  /**
   * The tokens of each text.
   *
   * @param rules the model's {@code tokenizer.json}
   * @throws io.atalaya.quantization.model.ModelException when these cannot be used
   */
  List<long[]> tokens(Path rules, List<String> texts);
}
