/** The epochs of prediction caches in Redis. */
@NullMarked
package io.atalaya.adapter.redis;

import org.jspecify.annotations.NullMarked;
