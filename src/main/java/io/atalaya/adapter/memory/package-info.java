/** Cached answers in this process's memory. */
@NullMarked
package io.atalaya.adapter.memory;

import org.jspecify.annotations.NullMarked;
