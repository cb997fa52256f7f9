/** From thresholds and verdicts to firing and resolved signals. */
@NullMarked
package io.atalaya.signal;

import org.jspecify.annotations.NullMarked;
