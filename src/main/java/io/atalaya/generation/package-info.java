/** Generated texts: their scores, and how they are computed off the hot path. */
@NullMarked
package io.atalaya.generation;

import org.jspecify.annotations.NullMarked;
