/** Violations of the dependency rules, for the test of these. */
@NullMarked
package io.atalaya.planted.signal;

import org.jspecify.annotations.NullMarked;
