/** Real processes, really killed: the figures must be those of an undisturbed run. */
@NullMarked
package io.atalaya.faults;

import org.jspecify.annotations.NullMarked;
