/** A small convolutional network that reads handwritten digits, and its training. */
@NullMarked
package io.atalaya.notebook.quantization.digits;

import org.jspecify.annotations.NullMarked;
