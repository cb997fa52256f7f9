/** A back-test: every figure of the pipeline from CSV files, by the pipeline's own code. */
@NullMarked
package io.atalaya.notebook.metrics;

import org.jspecify.annotations.NullMarked;
