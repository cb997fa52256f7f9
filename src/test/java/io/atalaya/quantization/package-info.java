/** Tests of INT8 quantization, on graphs made here and on real models. */
@NullMarked
package io.atalaya.quantization;

import org.jspecify.annotations.NullMarked;
