/** What models cost: time and memory. */
@NullMarked
package io.atalaya.quantization.benchmark;

import org.jspecify.annotations.NullMarked;
