/** How near the answers of a quantized model are to those of the original, and to the truth. */
@NullMarked
package io.atalaya.quantization.comparison;

import org.jspecify.annotations.NullMarked;
