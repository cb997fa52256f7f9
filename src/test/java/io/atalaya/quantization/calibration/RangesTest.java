package io.atalaya.quantization.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.quantization.TestGraph;
import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.inference.TensorSamples;
import io.atalaya.quantization.model.ModelException;
import io.atalaya.quantization.model.OnnxModel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Histograms and ranges against NumPy 2.4.6 and SciPy 1.17.1.
 *
 * <p>n = arange(20000); x = float32(sin(0.7 n) · exp(cos(0.13 n))); y = 1.75 x − 0.5; histogram of
 * x by numpy.histogram(x, 2048, range=(−t, t)), y merged as ONNX Runtime's HistogramCollector does;
 * compute_percentile with symmetric=False and get_entropy_threshold with 128 bins (calibrate.py),
 * on doubles.
 */
class RangesTest {

  private static final int SIZE = 20_000;

  /** A value on an edge may fall into the bin beside it. */
  private static final float BIN = 2 * 5.2574253f / 3_962;

  @Test
  void theHistogramGrowsAsTheReferencesDoes() {
    Histogram histogram = histogram();
    assertEquals(3_962, histogram.counts().length);
    assertEquals(40_000, histogram.total());
    assertEquals(5.2574253876227885, -histogram.edge(0), 1e-6);
    assertEquals(-5.255833625793457, histogram.min(), 1e-6);
    assertEquals(4.2557878494262695, histogram.max(), 1e-6);
    assertEquals(8, (double) histogram.counts()[1_100], 1);
  }

  @Test
  void minMaxIsWhatWasSeen() {
    assertRange(-5.255833625793457, 4.2557878494262695, new CalibrationMethod.MinMax(), 1e-6f);
  }

  @Test
  void percentilesAreTheReferences() {
    assertRange(
        -5.254771462641656, 4.251587819773704, new CalibrationMethod.Percentile(99.99), BIN);
    assertRange(-4.965493639698252, 3.9649639218114316, new CalibrationMethod.Percentile(99), BIN);
    assertRange(-2.977703828830272, 2.3673010831698775, new CalibrationMethod.Percentile(90), BIN);
  }

  @Test
  void entropyIsTheReferences() {
    assertRange(-5.249463612679392, 4.2557878494262695, new CalibrationMethod.Entropy(), 2 * BIN);
  }

  /** float32(tan(π (n + 0.5) / 20000 − π / 2)), cut at ±300: what is far out is cut off. */
  @Test
  void entropyCutsHeavyTails() {
    Histogram histogram = new Histogram();
    float[] values = new float[SIZE];
    for (int n = 0; n < SIZE; n++) {
      double tangent = StrictMath.tan((n + 0.5) / SIZE * Math.PI - Math.PI / 2);
      values[n] = (float) Math.clamp(tangent, -300, 300);
    }
    histogram.add(values);
    ActivationRange range = RangeFinder.range(new CalibrationMethod.Entropy(), histogram);
    assertEquals(-95.80078125, range.min(), 2 * 600 / 2_048.0);
    assertEquals(96.09375, range.max(), 2 * 600 / 2_048.0);
  }

  /** numpy.float32((max − min) / 255), numpy.round(−min / scale), with 0 taken in. */
  @Test
  void gridsAreTheReferences() {
    assertGrid(0.01764706f, 85, new ActivationRange(-1.5f, 3));
    assertGrid(0.007843138f, 0, new ActivationRange(0.25f, 2));
    assertGrid(0.015686275f, 255, new ActivationRange(-4, -1));
    assertGrid(1, 0, new ActivationRange(0, 0));
  }

  @Test
  void rangesThatAreNoneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ActivationRange(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new ActivationRange(Float.NaN, 0));
    assertThrows(IllegalArgumentException.class, () -> new CalibrationMethod.Percentile(50));
    assertThrows(IllegalArgumentException.class, () -> new CalibrationMethod.Percentile(100.1));
  }

  @Test
  void theSampleIsDrawnFromAllSamplesAndByTheSeed() {
    float[] sorted = new float[1_000];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = i;
    }
    TensorSamples samples =
        new TensorSamples(Map.of("x", new Tensor.Floats(sorted, new long[] {1_000, 1})));
    ActivationRange range = range(samples, 100, 1);
    assertTrue(range.max() > 900, "of sorted samples not only the first are seen: " + range);
    assertEquals(range, range(samples, 100, 1));
    assertEquals(new ActivationRange(0, 999), range(samples, 1_000_000, 1));
  }

  @Test
  void nothingToCalibrateWithIsRefused() {
    TensorSamples none =
        new TensorSamples(Map.of("x", new Tensor.Floats(new float[0], new long[] {0, 1})));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> range(none, 100, 1));
    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("there is nothing to calibrate with"),
        refused.getMessage());
  }

  @Test
  void aValueThatIsNotFiniteIsRefusedByName() {
    TensorSamples infinite =
        new TensorSamples(
            Map.of("x", new Tensor.Floats(new float[] {Float.NaN}, new long[] {1, 1})));
    ModelException refused = assertThrows(ModelException.class, () -> range(infinite, 1, 1));
    assertEquals("x cannot be calibrated: a value is NaN", refused.getMessage());
  }

  private static ActivationRange range(TensorSamples samples, int count, long seed) {
    OnnxModel model = new TestGraph(13, -1, 1).node("Relu", "y", List.of("x")).returning("y");
    return new Calibration(new CalibrationMethod.MinMax(), samples, count, seed)
        .ranges(model, Set.of("x"), (done, of) -> {})
        .values()
        .iterator()
        .next();
  }

  private static void assertRange(
      double min, double max, CalibrationMethod method, float tolerance) {
    ActivationRange range = RangeFinder.range(method, histogram());
    assertEquals(min, range.min(), tolerance);
    assertEquals(max, range.max(), tolerance);
  }

  private static void assertGrid(float scale, int zeroPoint, ActivationRange range) {
    assertEquals(scale, range.scale());
    assertEquals(zeroPoint, range.zeroPoint());
  }

  private static Histogram histogram() {
    float[] x = new float[SIZE];
    float[] y = new float[SIZE];
    for (int n = 0; n < SIZE; n++) {
      x[n] = (float) (StrictMath.sin(n * 0.7) * StrictMath.exp(StrictMath.cos(n * 0.13)));
      y[n] = x[n] * 1.75f - 0.5f;
    }
    Histogram histogram = new Histogram();
    histogram.add(x);
    histogram.add(y);
    return histogram;
  }
}
