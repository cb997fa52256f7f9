/** Tests of the back-test and of the notebook around it. */
@NullMarked
package io.atalaya.notebook.metrics;

import org.jspecify.annotations.NullMarked;
