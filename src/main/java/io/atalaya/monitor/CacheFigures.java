package io.atalaya.monitor;

import java.util.OptionalDouble;

/**
 * What a prediction cache did in a window. What has no denominator is empty.
 *
 * @param savedCalls the answers that were not computed
 * @param hitRatio answers from a cache over those that say
 * @param savedCost what the saved calls would have cost, in the currency of the price; empty
 *     without a price
 * @param cachedSeconds the quantiles of the latency of answers from a cache
 * @param computedSeconds those of answers that were computed
 */
public record CacheFigures(
    long savedCalls,
    OptionalDouble hitRatio,
    OptionalDouble savedCost,
    Quantiles cachedSeconds,
    Quantiles computedSeconds) {}
