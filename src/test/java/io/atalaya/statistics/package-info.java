/** Tests of the numerics: laws, and figures of SciPy and NumPy. */
@NullMarked
package io.atalaya.statistics;

import org.jspecify.annotations.NullMarked;
