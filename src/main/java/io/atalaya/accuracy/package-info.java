/** Quality of regression models and of classifiers over a window. */
@NullMarked
package io.atalaya.accuracy;

import org.jspecify.annotations.NullMarked;
