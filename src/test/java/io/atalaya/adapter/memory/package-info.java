/** Tests of cached answers in memory. */
@NullMarked
package io.atalaya.adapter.memory;

import org.jspecify.annotations.NullMarked;
