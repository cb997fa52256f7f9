/** Tests of the scores of generated texts. */
@NullMarked
package io.atalaya.generation;

import org.jspecify.annotations.NullMarked;
