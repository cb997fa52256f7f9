/** Graphs with 32-bit floats made into graphs with 8-bit integers. */
@NullMarked
package io.atalaya.quantization.rewrite;

import org.jspecify.annotations.NullMarked;
