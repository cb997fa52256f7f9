package io.atalaya.matching;

import io.atalaya.event.Interval;
import io.atalaya.event.Label;
import io.atalaya.event.Probabilities;
import org.jspecify.annotations.Nullable;

/**
 * A prediction and its outcome.
 *
 * @param version the version that predicted
 * @param predicted what it predicted
 * @param actual what happened
 * @param predictionMillis the prediction's event time
 * @param outcomeMillis the outcome's event time
 * @param segment the prediction's segment; null when it has none
 * @param group the group that the prediction was added with
 * @param interval where the actual was said to lie; null when nothing was said
 * @param probabilities of classes; null when none were given
 */
public record Pair(
    String version,
    Label predicted,
    Label actual,
    long predictionMillis,
    long outcomeMillis,
    @Nullable String segment,
    int group,
    @Nullable Interval interval,
    @Nullable Probabilities probabilities) {}
