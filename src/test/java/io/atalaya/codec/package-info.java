/** Tests of the binary form. */
@NullMarked
package io.atalaya.codec;

import org.jspecify.annotations.NullMarked;
