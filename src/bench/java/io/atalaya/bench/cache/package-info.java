/** What the prediction cache is worth, and what it costs. */
@NullMarked
package io.atalaya.bench.cache;

import org.jspecify.annotations.NullMarked;
