/** The figures of generated texts against their formulas. */
@NullMarked
package io.atalaya.generation;

import org.jspecify.annotations.NullMarked;
