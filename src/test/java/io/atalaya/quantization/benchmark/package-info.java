/** Tests of the package. */
@NullMarked
package io.atalaya.quantization.benchmark;

import org.jspecify.annotations.NullMarked;
