/** Whether model servers and systems answer, as probes see it, and for how much of 30 days. */
@NullMarked
package io.atalaya.availability;

import org.jspecify.annotations.NullMarked;
