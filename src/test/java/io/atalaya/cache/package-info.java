/** Tests of the invalidation of prediction caches. */
@NullMarked
package io.atalaya.cache;

import org.jspecify.annotations.NullMarked;
