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
 * @param firstToken the time to the first token that generations state, by model and version
 * @param duration the time to the last token that they state, by model and version
 * @param eventToGauge how old events are when their figures are shown
 */
record Histograms(
    VersionHistogram latency,
    VersionHistogram confidence,
    VersionHistogram firstToken,
    VersionHistogram duration,
    Histogram eventToGauge) {

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
    VersionHistogram firstToken =
        new VersionHistogram(
            "atalaya_generation_time_to_first_token_seconds",
            "Time to the first token that generations state, in seconds",
            .001,
            .005,
            .01,
            .02,
            .04,
            .06,
            .08,
            .1,
            .25,
            .5,
            .75,
            1,
            2.5,
            5,
            7.5,
            10);
    VersionHistogram duration =
        new VersionHistogram(
            "atalaya_generation_duration_seconds",
            "Time to the last token that generations state, in seconds",
            .01,
            .02,
            .04,
            .08,
            .16,
            .32,
            .64,
            1.28,
            2.56,
            5.12,
            10.24,
            20.48,
            40.96,
            81.92);
    return new Histograms(
        latency.register(collectors),
        confidence.register(collectors),
        firstToken.register(collectors),
        duration.register(collectors),
        Histogram.build(
                "atalaya_event_to_gauge_seconds",
                "From an event's append to the log until its figures are shown, in seconds")
            .buckets(.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60)
            .register(collectors));
  }
}
