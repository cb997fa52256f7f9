/** Tests of {@link io.atalaya.adapter.metrics}. */
@NullMarked
package io.atalaya.adapter.metrics;

import org.jspecify.annotations.NullMarked;
