package io.atalaya.quantization.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.atalaya.quantization.model.ModelException;
import io.atalaya.quantization.model.OnnxModel;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model in ONNX Runtime. Safe for use by several threads; holds native memory until closed.
 *
 * <p>Outputs that are no tensors of floats or 64-bit integers are left out.
 */
public final class ModelSession implements AutoCloseable {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  private ModelSession(OrtSession session) {
    this.session = session;
  }

  /**
   * Loads a model.
   *
   * @param threads that compute one answer
   * @throws ModelException when ONNX Runtime refuses the model; the message has its reason
   */
  public static ModelSession open(OnnxModel model, int threads) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      return new ModelSession(
          OrtEnvironment.getEnvironment().createSession(model.bytes(), options));
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime refuses the model: " + e.getMessage(), e);
    }
  }

  /**
   * Loads a model from its file, without a copy of it in this process.
   *
   * @param threads that compute one answer
   * @throws ModelException when ONNX Runtime refuses the model; the message has its reason
   */
  public static ModelSession open(Path file, int threads) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      return new ModelSession(
          OrtEnvironment.getEnvironment().createSession(file.toString(), options));
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime refuses " + file + ": " + e.getMessage(), e);
    }
  }

  /** The names of the inputs. */
  public Set<String> inputs() {
    return session.getInputNames();
  }

  /** The names of the outputs, in order. */
  public List<String> outputs() {
    return List.copyOf(session.getOutputNames());
  }

  /**
   * The type and shape of an input; an extent is -1 where any will do.
   *
   * @throws ModelException when it is no tensor, or there is none of that name
   */
  public TensorInfo input(String name) {
    try {
      var info = session.getInputInfo().get(name);
      if (info != null && info.getInfo() instanceof TensorInfo tensor) {
        return tensor;
      }
    } catch (OrtException e) {
      throw new ModelException("the model says nothing of its inputs: " + e.getMessage(), e);
    }
    throw new ModelException("the model has no tensor %s among its inputs".formatted(name));
  }

  /**
   * Computes the outputs, by name.
   *
   * @throws ModelException when the inputs do not fit, or the model fails
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Map<String, OnnxTensor> given = new HashMap<>();
    try {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        given.put(input.getKey(), tensor(input.getValue()));
      }
      try (OrtSession.Result result = session.run(given)) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> output : result) {
          if (output.getValue() instanceof OnnxTensor tensor) {
            put(outputs, output.getKey(), tensor);
          }
        }
        return outputs;
      }
    } catch (OrtException e) {
      throw new ModelException("the model fails: " + e.getMessage(), e);
    } finally {
      given.values().forEach(OnnxTensorLike::close);
    }
  }

  private OnnxTensor tensor(Tensor tensor) throws OrtException {
    return switch (tensor) {
      case Tensor.Floats floats ->
          OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats.values()), floats.shape());
      case Tensor.Longs longs ->
          OnnxTensor.createTensor(environment, LongBuffer.wrap(longs.values()), longs.shape());
      case Tensor.Ints ints ->
          OnnxTensor.createTensor(environment, IntBuffer.wrap(ints.values()), ints.shape());
    };
  }

  private static void put(Map<String, Tensor> outputs, String name, OnnxTensor tensor) {
    long[] shape = tensor.getInfo().getShape();
    FloatBuffer floats = tensor.getFloatBuffer();
    LongBuffer longs = tensor.getLongBuffer();
    if (floats != null) {
      float[] values = new float[floats.remaining()];
      floats.get(values);
      outputs.put(name, new Tensor.Floats(values, shape));
    } else if (longs != null) {
      long[] values = new long[longs.remaining()];
      longs.get(values);
      outputs.put(name, new Tensor.Longs(values, shape));
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException("the model cannot be closed: " + e.getMessage(), e);
    }
  }
}
