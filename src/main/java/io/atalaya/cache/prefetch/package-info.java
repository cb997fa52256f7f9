/** Answers that are asked for before they are missed: the hottest, and those that follow often. */
@NullMarked
package io.atalaya.cache.prefetch;

import org.jspecify.annotations.NullMarked;
