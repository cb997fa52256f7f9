package io.atalaya.adapter.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.generation.EmbeddingException;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class MeanPoolingTest {

  @Test
  void theMeanOfTheTokensThatCountIsScaledToUnitLength() {
    float[] tokens = {1, 2, 5, 6, 1_000, -1_000};
    assertArrayEquals(new float[] {0.6f, 0.8f}, pool(tokens, 1, 1, 0));
  }

  @Test
  void vectorsWithoutADirectionAreRefused() {
    assertThrows(EmbeddingException.class, () -> pool(new float[] {1, 2, -1, -2}, 1, 1));
    assertThrows(EmbeddingException.class, () -> pool(new float[] {1, 2}, 0));
    assertThrows(EmbeddingException.class, () -> pool(new float[] {Float.NaN, 2}, 1));
    assertThrows(EmbeddingException.class, () -> pool(new float[] {Float.POSITIVE_INFINITY, 2}, 1));
  }

  private static float[] pool(float[] tokens, long... mask) {
    return MeanPooling.pool(FloatBuffer.wrap(tokens), mask, 2);
  }
}
