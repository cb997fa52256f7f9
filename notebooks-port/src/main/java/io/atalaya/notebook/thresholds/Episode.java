package io.atalaya.notebook.thresholds;

/**
 * An alarm, from its firing to its end.
 *
 * @param sinceMillis the boundary at which it began to fire
 * @param untilMillis that at which it was resolved, or {@link Long#MAX_VALUE} when it was not
 */
public record Episode(long sinceMillis, long untilMillis) {}
