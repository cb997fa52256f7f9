/** What quantization makes of three real models. */
@NullMarked
package io.atalaya.notebook.quantization;

import org.jspecify.annotations.NullMarked;
