/** Tests of the network that reads digits. */
@NullMarked
package io.atalaya.notebook.quantization.digits;

import org.jspecify.annotations.NullMarked;
