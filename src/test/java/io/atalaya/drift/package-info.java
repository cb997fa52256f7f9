/** Tests of the drift verdict. */
@NullMarked
package io.atalaya.drift;

import org.jspecify.annotations.NullMarked;
