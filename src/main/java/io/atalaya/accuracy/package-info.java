/** Quality of regression models over a window. */
@NullMarked
package io.atalaya.accuracy;

import org.jspecify.annotations.NullMarked;
