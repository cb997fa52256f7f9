/** Violations of the dependency rules, for the test of these. */
@NullMarked
package io.atalaya.planted.quantization;

import org.jspecify.annotations.NullMarked;
