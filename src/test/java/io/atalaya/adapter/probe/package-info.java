/** Tests of {@link io.atalaya.adapter.probe}. */
@NullMarked
package io.atalaya.adapter.probe;

import org.jspecify.annotations.NullMarked;
