/** The events that benchmarks publish, and the monitoring that is configured for them. */
@NullMarked
package io.atalaya.bench.workload;

import org.jspecify.annotations.NullMarked;
