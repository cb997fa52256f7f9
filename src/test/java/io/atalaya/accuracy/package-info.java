/** Regression quality against NumPy. */
@NullMarked
package io.atalaya.accuracy;

import org.jspecify.annotations.NullMarked;
