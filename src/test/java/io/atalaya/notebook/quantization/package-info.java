/** Tests of the notebook about quantization. */
@NullMarked
package io.atalaya.notebook.quantization;

import org.jspecify.annotations.NullMarked;
