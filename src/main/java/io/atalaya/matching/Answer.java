package io.atalaya.matching;

import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a prediction, failed or not.
 *
 * @param version the version that predicted
 * @param segment the segment it is counted under; null for none
 * @param timeMillis its event time, in milliseconds since the epoch
 */
record Answer(String version, @Nullable String segment, long timeMillis) {}
