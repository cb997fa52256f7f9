/** Tests of {@link io.atalaya.adapter.guard}. */
@NullMarked
package io.atalaya.adapter.guard;

import org.jspecify.annotations.NullMarked;
