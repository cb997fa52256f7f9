/**
 * Grafana's dashboards: held to Grafana's schema, to the metrics that there are, and to real data.
 */
@NullMarked
package io.atalaya.dashboards;

import org.jspecify.annotations.NullMarked;
