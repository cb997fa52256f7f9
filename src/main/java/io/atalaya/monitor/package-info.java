/** One model's monitor: events in; partials, snapshots and signals out. */
@NullMarked
package io.atalaya.monitor;

import org.jspecify.annotations.NullMarked;
