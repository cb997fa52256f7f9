/** Tests of bounds from history. */
@NullMarked
package io.atalaya.notebook.thresholds;

import org.jspecify.annotations.NullMarked;
