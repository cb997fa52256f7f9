/** The compact binary form of accumulators: variable-length integers, strings, checksums. */
@NullMarked
package io.atalaya.codec;

import org.jspecify.annotations.NullMarked;
