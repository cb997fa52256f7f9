/** Tests of the invalidation of prediction caches. */
@NullMarked
package io.atalaya.cache.invalidation;

import org.jspecify.annotations.NullMarked;
