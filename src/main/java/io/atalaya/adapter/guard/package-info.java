/** Stores of the prediction cache, guarded: what is slow or fails does no harm. */
@NullMarked
package io.atalaya.adapter.guard;

import org.jspecify.annotations.NullMarked;
