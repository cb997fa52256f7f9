/** Reference profiles, drift figures and the verdict rule. */
@NullMarked
package io.atalaya.drift;

import org.jspecify.annotations.NullMarked;
