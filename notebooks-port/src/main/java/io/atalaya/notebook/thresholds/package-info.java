/** Bounds from history: as tight as a rate of false alarms allows. */
@NullMarked
package io.atalaya.notebook.thresholds;

import org.jspecify.annotations.NullMarked;
