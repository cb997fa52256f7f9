package io.atalaya.demo.demand;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The demand model as ONNX Runtime serves it: raw inputs ({@link DemandHour#INPUTS}) in, forecast
 * out. Thread-safe. Holds native memory until closed.
 */
public final class DemandModel implements AutoCloseable {

  private static final String RESOURCE = "/bike-demand.onnx";

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /**
   * @param onnx a model with an input {@code inputs} (n × 7 floats) and the outputs {@code demand}
   *     and {@code confidence} (n × 1 floats)
   * @throws IllegalArgumentException when ONNX Runtime does not accept it
   */
  public DemandModel(byte[] onnx) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // One row at a time: a second thread would cost more than it computes.
      options.setIntraOpNumThreads(1);
      session = environment.createSession(onnx, options);
    } catch (OrtException e) {
      throw new IllegalArgumentException("not a model for ONNX Runtime: " + e.getMessage(), e);
    }
  }

  /** The committed model, from the class path. */
  public static DemandModel load() {
    try (InputStream resource = DemandModel.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return new DemandModel(resource.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forecasts one hour from its raw inputs. */
  public Forecast forecast(double[] inputs) {
    float[][] row = new float[1][inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      row[0][i] = (float) inputs[i];
    }
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, row);
        OrtSession.Result result = session.run(Map.of("inputs", tensor))) {
      return new Forecast(scalar(result, "demand"), scalar(result, "confidence"));
    } catch (OrtException e) {
      throw new IllegalStateException("the model did not answer: " + e.getMessage(), e);
    }
  }

  private static double scalar(OrtSession.Result result, String output) throws OrtException {
    return ((float[][]) result.get(output).orElseThrow().getValue())[0][0];
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the model did not close", e);
    }
  }
}
