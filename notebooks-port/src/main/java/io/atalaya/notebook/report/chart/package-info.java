/** Charts of figures as pictures within a page. */
@NullMarked
package io.atalaya.notebook.report.chart;

import org.jspecify.annotations.NullMarked;
