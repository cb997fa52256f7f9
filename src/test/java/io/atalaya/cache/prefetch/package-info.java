/** Tests of what is asked for ahead. */
@NullMarked
package io.atalaya.cache.prefetch;

import org.jspecify.annotations.NullMarked;
