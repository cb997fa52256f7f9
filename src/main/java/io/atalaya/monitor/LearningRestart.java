package io.atalaya.monitor;

/**
 * That nothing came of a period in which a reference was learned, so that it is learned again.
 *
 * @param startMillis the start of the first pane that is learned from again, in milliseconds since
 *     the epoch
 * @param healthy in how many slices of the period the model was healthy
 * @param slices how many it had, those without predictions not counted
 */
public record LearningRestart(
    String model, String version, long startMillis, int healthy, int slices) {}
