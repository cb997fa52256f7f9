/** Tests of the notebooks' reports. */
@NullMarked
package io.atalaya.notebook.report;

import org.jspecify.annotations.NullMarked;
