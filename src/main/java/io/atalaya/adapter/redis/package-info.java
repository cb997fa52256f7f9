/** Prediction caches in Redis: the epochs, the answers, the locks of loads. */
@NullMarked
package io.atalaya.adapter.redis;

import org.jspecify.annotations.NullMarked;
