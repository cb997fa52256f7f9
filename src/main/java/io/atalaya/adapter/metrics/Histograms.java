package io.atalaya.adapter.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Histogram;

/**
 * The histograms of an instance since its start.
 *
 * <p>They are of the Prometheus client's own kind: those of Micrometer round a value up to a whole
 * number before they look for its bucket, so that edges below 1 say nothing. Safe for use by
 * several threads.
 *
 * @param latency the latency that predictions state, by model and version
 * @param confidence the confidence that predictions state, by model and version
 * @param eventToGauge how old events are when their figures are shown
 */
record Histograms(VersionHistogram latency, VersionHistogram confidence, Histogram eventToGauge) {

  static Histograms registeredAt(CollectorRegistry collectors) {
    VersionHistogram latency =
        new VersionHistogram(
            "atalaya_prediction_latency_seconds",
            "Latency that predictions state, in seconds",
            .005,
            .01,
            .025,
            .05,
            .1,
            .25,
            .5,
            1,
            2.5,
            5,
            10);
    VersionHistogram confidence =
        new VersionHistogram(
            "atalaya_prediction_confidence",
            "Confidence that predictions state, from 0 to 1",
            .1,
            .2,
            .3,
            .4,
            .5,
            .6,
            .7,
            .8,
            .9,
            1);
    return new Histograms(
        latency.register(collectors),
        confidence.register(collectors),
        Histogram.build(
                "atalaya_event_to_gauge_seconds",
                "From an event's append to the log until its figures are shown, in seconds")
            .buckets(.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60)
            .register(collectors));
  }
}
