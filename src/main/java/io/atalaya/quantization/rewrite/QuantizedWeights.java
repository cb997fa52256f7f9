package io.atalaya.quantization.rewrite;

import io.atalaya.quantization.calibration.ActivationRange;
import io.atalaya.quantization.model.GraphWriter;
import io.atalaya.quantization.model.Tensors;
import java.util.List;

/**
 * Weights as signed bytes, with a scale for each channel: w ≈ scale · q, q = rint(w / scale), so
 * that 0 stays 0.
 *
 * <p>The scale is the channel's greatest amount over that of the range. A channel of zeros has
 * scale 1. Weights that are not finite are refused.
 *
 * <p>Source: Krishnamoorthi, "Quantizing deep convolutional networks for efficient inference",
 * arXiv:1806.08342, sections 2.2 and 3.1.1.
 *
 * @param values row by row, in the shape of the weights
 * @param scales one for each channel
 */
@SuppressWarnings("ArrayRecordComponent") // weights are read, never compared
record QuantizedWeights(byte[] values, float[] scales) {

  /** An accumulator's share that a bias may take. */
  private static final double BIAS_LIMIT = 1 << 30;

  /**
   * @param weights in {@code shape}, the last axis running fastest
   * @param axis of the channels
   */
  static QuantizedWeights of(float[] weights, long[] shape, int axis, WeightRange range) {
    return of(weights, shape, axis, range, new float[Math.toIntExact(shape[axis])]);
  }

  /**
   * The same for weights with a bias, which must fit 32 bits at the scale of input and weights.
   *
   * @param bias one for each channel
   */
  static QuantizedWeights of(
      float[] weights,
      long[] shape,
      int axis,
      WeightRange range,
      float[] bias,
      ActivationRange input) {
    float[] least = new float[bias.length];
    for (int channel = 0; channel < bias.length; channel++) {
      least[channel] = (float) (Math.abs(bias[channel]) / (input.scale() * BIAS_LIMIT));
    }
    return of(weights, shape, axis, range, least);
  }

  private static QuantizedWeights of(
      float[] weights, long[] shape, int axis, WeightRange range, float[] leastScales) {
    int channels = Math.toIntExact(shape[axis]);
    int inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner = Math.toIntExact(inner * shape[i]);
    }
    float[] scales = scales(weights, inner, channels, range, leastScales);
    byte[] values = new byte[weights.length];
    int limit = range.limit();
    for (int i = 0; i < values.length; i++) {
      double q = Math.rint(weights[i] / scales[i / inner % channels]);
      values[i] = (byte) Math.clamp(q, -limit, limit);
    }
    return new QuantizedWeights(values, scales);
  }

  private static float[] scales(
      float[] weights, int inner, int channels, WeightRange range, float[] leastScales) {
    float[] greatest = new float[channels];
    for (int i = 0; i < weights.length; i++) {
      int channel = i / inner % channels;
      greatest[channel] = Math.max(greatest[channel], Math.abs(weights[i]));
    }
    float[] scales = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      if (!Float.isFinite(greatest[channel])) {
        throw new IllegalArgumentException(
            "a weight of channel %d is %s".formatted(channel, greatest[channel]));
      }
      float scale = Math.max(greatest[channel] / range.limit(), leastScales[channel]);
      scales[channel] = scale < Float.MIN_NORMAL ? 1 : scale;
    }
    return scales;
  }

  /**
   * Adds the weights to a graph.
   *
   * @param output what their names begin with
   * @return the name of the weights as floats again
   */
  String write(GraphWriter graph, String output, long[] shape, int axis) {
    String bytes = graph.constant(Tensors.bytes(graph.name(output + "_int8"), values, shape));
    String scale =
        graph.constant(Tensors.floats(graph.name(output + "_scales"), scales, scales.length));
    String zeros =
        graph.constant(
            Tensors.bytes(graph.name(output + "_zeros"), new byte[scales.length], scales.length));
    return graph.node(
        "DequantizeLinear",
        output + "_weights",
        List.of(bytes, scale, zeros),
        GraphWriter.attribute("axis", axis));
  }

  /** Biases as 32-bit integers, at the scale of the input times that of the weights. */
  int[] quantizedBias(float[] bias, ActivationRange input) {
    int[] values = new int[bias.length];
    for (int channel = 0; channel < bias.length; channel++) {
      values[channel] = (int) Math.rint(bias[channel] / (double) biasScale(channel, input));
    }
    return values;
  }

  /** The scales of {@link #quantizedBias}. */
  float[] biasScales(ActivationRange input) {
    float[] biasScales = new float[scales.length];
    for (int channel = 0; channel < scales.length; channel++) {
      biasScales[channel] = biasScale(channel, input);
    }
    return biasScales;
  }

  private float biasScale(int channel, ActivationRange input) {
    return input.scale() * scales[channel];
  }
}
