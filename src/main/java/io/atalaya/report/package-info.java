/** Reports: what became of all models in a day or a week, from what is kept of every hour. */
@NullMarked
package io.atalaya.report;

import org.jspecify.annotations.NullMarked;
