/** Reports of figures: a page to be read, and the same figures as JSON. */
@NullMarked
package io.atalaya.notebook.report;

import org.jspecify.annotations.NullMarked;
