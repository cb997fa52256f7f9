/** Ranges of activations, from a sample of what a model is given. */
@NullMarked
package io.atalaya.quantization.calibration;

import org.jspecify.annotations.NullMarked;
