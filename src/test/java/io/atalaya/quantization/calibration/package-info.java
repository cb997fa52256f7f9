/** Tests of the package. */
@NullMarked
package io.atalaya.quantization.calibration;

import org.jspecify.annotations.NullMarked;
