/** Tests of {@link io.atalaya.availability}. */
@NullMarked
package io.atalaya.availability;

import org.jspecify.annotations.NullMarked;
