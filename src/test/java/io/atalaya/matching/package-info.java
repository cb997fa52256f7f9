/** Matching against a naive model. */
@NullMarked
package io.atalaya.matching;

import org.jspecify.annotations.NullMarked;
