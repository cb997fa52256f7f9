package io.atalaya.availability;

/**
 * A probe, and when to use it.
 *
 * @param target what it looks at
 * @param times when, and how long
 * @param probe asks
 */
public record PlannedProbe(Target target, ProbeTimes times, Probe probe) {}
