/** Benchmarks of the packaged service and of its engine: one command each, in the README. */
@NullMarked
package io.atalaya.bench;

import org.jspecify.annotations.NullMarked;
