/** Tests of the whole. */
@NullMarked
package io.atalaya;

import org.jspecify.annotations.NullMarked;
