/** Joins outcomes to predictions: bounded, expiring, safe against duplicates and corrections. */
@NullMarked
package io.atalaya.matching;

import org.jspecify.annotations.NullMarked;
