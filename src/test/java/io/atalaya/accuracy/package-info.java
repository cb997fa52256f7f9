/** Quality of regression models and of classifiers against NumPy and SciPy. */
@NullMarked
package io.atalaya.accuracy;

import org.jspecify.annotations.NullMarked;
