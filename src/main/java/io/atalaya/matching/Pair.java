package io.atalaya.matching;

import io.atalaya.event.Label;

/**
 * A prediction and its outcome.
 *
 * @param version the version that predicted
 * @param predicted what it predicted
 * @param actual what happened
 * @param predictionMillis the prediction's event time
 * @param outcomeMillis the outcome's event time
 */
public record Pair(
    String version, Label predicted, Label actual, long predictionMillis, long outcomeMillis) {}
