/** Tests of the package. */
@NullMarked
package io.atalaya.quantization.rewrite;

import org.jspecify.annotations.NullMarked;
