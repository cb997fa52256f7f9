/** Tests of the reports' charts. */
@NullMarked
package io.atalaya.notebook.report.chart;

import org.jspecify.annotations.NullMarked;
