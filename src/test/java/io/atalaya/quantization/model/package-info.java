/** Tests of the package. */
@NullMarked
package io.atalaya.quantization.model;

import org.jspecify.annotations.NullMarked;
