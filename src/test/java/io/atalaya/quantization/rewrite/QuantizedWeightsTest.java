package io.atalaya.quantization.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.quantization.calibration.ActivationRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Weights against NumPy 2.4.6: w = float32(sin(1.3 arange(24)) · linspace(0.1, 3, 24)).reshape(6,
 * 4); s = abs(w).max(0) / float32(limit); q = clip(rint(w / s), −limit, limit).
 */
class QuantizedWeightsTest {

  private static final long[] SHAPE = {6, 4};

  @Test
  void fullRange() {
    QuantizedWeights weights = QuantizedWeights.of(weights(), SHAPE, 1, WeightRange.FULL);
    assertArrayEquals(
        new float[] {0.015741963f, 0.017900418f, 0.018413864f, 0.023586497f},
        weights.scales(),
        1e-8f);
    assertArrayEquals(
        new byte[] {
          0, 12, 10, -14, -34, 9, 46, 13, -58, -53, 31, 62, 11, -90, -61, 51, 125, -14, -127, -44,
          127, 127, -50, -127
        },
        weights.values());
  }

  @Test
  void reducedRange() {
    QuantizedWeights weights = QuantizedWeights.of(weights(), SHAPE, 1, WeightRange.REDUCED);
    assertArrayEquals(
        new byte[] {
          0, 6, 5, -7, -17, 4, 23, 7, -29, -26, 16, 31, 6, -45, -31, 26, 63, -7, -64, -22, 64, 64,
          -25, -64
        },
        weights.values());
  }

  @Test
  void channelsOfTheFirstAxis() {
    QuantizedWeights weights =
        QuantizedWeights.of(
            new float[] {1, -2, 0, 0, 5, 4}, new long[] {3, 2}, 0, WeightRange.FULL);
    assertArrayEquals(new byte[] {64, -127, 0, 0, 127, 102}, weights.values());
    assertArrayEquals(new float[] {2 / 127f, 1, 5 / 127f}, weights.scales());
  }

  @Test
  void aBiasFitsItsBitsThoughTheWeightsAreTiny() {
    ActivationRange input = new ActivationRange(0, 255);
    float[] bias = {3, -1e9f};
    QuantizedWeights weights =
        QuantizedWeights.of(
            new float[] {0, 1e-9f}, new long[] {1, 2}, 1, WeightRange.FULL, bias, input);
    int[] quantized = weights.quantizedBias(bias, input);
    float[] scales = weights.biasScales(input);
    assertEquals(3, quantized[0] * (double) scales[0], 1e-6);
    assertEquals(-1e9, quantized[1] * (double) scales[1], 1e3);
  }

  @Test
  void infiniteWeightsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            QuantizedWeights.of(
                new float[] {Float.POSITIVE_INFINITY}, new long[] {1, 1}, 1, WeightRange.FULL));
  }

  @Test
  void theRangeIsReducedOnlyWherePairsOfProductsAreClipped() {
    List<String> avx2 = List.of("processor : 0", "flags\t\t: fpu avx avx2 fma");
    List<String> vnni = List.of("flags\t\t: fpu avx2 avx512f avx512_vnni");
    assertEquals(WeightRange.REDUCED, WeightRange.of("amd64", avx2));
    assertEquals(WeightRange.FULL, WeightRange.of("amd64", vnni));
    assertEquals(WeightRange.FULL, WeightRange.of("amd64", List.of("flags : avx2 avx_vnni")));
    assertEquals(WeightRange.REDUCED, WeightRange.of("amd64", List.of()));
    assertEquals(WeightRange.FULL, WeightRange.of("aarch64", List.of()));
  }

  private static float[] weights() {
    float[] weights = new float[24];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (StrictMath.sin(1.3 * i) * (0.1 + 2.9 * i / 23));
    }
    return weights;
  }
}
