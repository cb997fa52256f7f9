/** Callers known by the token in a file. */
@NullMarked
package io.atalaya.adapter.token;

import org.jspecify.annotations.NullMarked;
