/** Tests of {@link io.atalaya.adapter.redis}. */
@NullMarked
package io.atalaya.adapter.redis;

import org.jspecify.annotations.NullMarked;
