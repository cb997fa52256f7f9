package io.atalaya.quantization.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.atalaya.quantization.model.ModelException;
import io.atalaya.quantization.model.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * ONNX Runtime's own optimization of a graph, written back to ONNX: constants are folded, batch
 * normalization goes into convolutions, nodes without effect are left out. Results stay the same.
 *
 * <p>It stops at the basic level: the next one brings operators of ONNX Runtime's own. Stateless;
 * needs the size of the model in the temporary directory.
 *
 * <p>Source: ONNX Runtime documentation, <i>Graph Optimizations in ONNX Runtime</i>, offline mode.
 */
public final class BasicOptimization {

  private BasicOptimization() {}

  /**
   * The optimized model.
   *
   * @throws ModelException when ONNX Runtime refuses the model; the message has its reason
   */
  public static OnnxModel optimize(OnnxModel model) {
    try {
      Path file = Files.createTempFile("atalaya-optimized", ".onnx");
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
        options.setOptimizedModelFilePath(file.toString());
        OrtEnvironment.getEnvironment().createSession(model.bytes(), options).close();
        return OnnxModel.load(file).withMetadata(model.metadata());
      } catch (OrtException e) {
        throw new ModelException("ONNX Runtime refuses the model: " + e.getMessage(), e);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new ModelException(
          "the optimized model cannot be written to the temporary directory: " + e, e);
    }
  }
}
