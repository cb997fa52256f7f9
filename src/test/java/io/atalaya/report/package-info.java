/** Tests of reports. */
@NullMarked
package io.atalaya.report;

import org.jspecify.annotations.NullMarked;
