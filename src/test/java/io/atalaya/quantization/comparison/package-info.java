/** Tests of the package. */
@NullMarked
package io.atalaya.quantization.comparison;

import org.jspecify.annotations.NullMarked;
