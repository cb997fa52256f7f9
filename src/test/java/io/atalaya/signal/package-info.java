/** Tests of the signals. */
@NullMarked
package io.atalaya.signal;

import org.jspecify.annotations.NullMarked;
