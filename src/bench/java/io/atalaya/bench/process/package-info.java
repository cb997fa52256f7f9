/** The processes of a benchmark, and what they cost. */
@NullMarked
package io.atalaya.bench.process;

import org.jspecify.annotations.NullMarked;
