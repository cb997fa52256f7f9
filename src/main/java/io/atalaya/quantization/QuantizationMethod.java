package io.atalaya.quantization;

import io.atalaya.quantization.calibration.Calibration;

/** How activations are quantized. */
public sealed interface QuantizationMethod {

  /** Dynamic: at each call, each row on a grid of its own. The most accurate; needs no data. */
  record DynamicByRow() implements QuantizationMethod {}

  /** Dynamic: at each call, the whole tensor on one grid. A little faster; needs no data. */
  record DynamicByTensor() implements QuantizationMethod {}

  /** Static: on grids that calibration finds beforehand. For convolutions too. */
  record Static(Calibration calibration) implements QuantizationMethod {}
}
