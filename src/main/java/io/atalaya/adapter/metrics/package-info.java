/** What Prometheus reads: counters of what was read, gauges of what the snapshots say. */
@NullMarked
package io.atalaya.adapter.metrics;

import org.jspecify.annotations.NullMarked;
