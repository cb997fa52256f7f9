/** Probes of servers that speak HTTP: models behind KServe's V2 protocol and vLLM, Grafana. */
@NullMarked
package io.atalaya.adapter.probe.http;

import org.jspecify.annotations.NullMarked;
