/** Invalidation of prediction caches: the policy and its ports. */
@NullMarked
package io.atalaya.cache;

import org.jspecify.annotations.NullMarked;
