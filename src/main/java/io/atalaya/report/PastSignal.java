package io.atalaya.report;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * A signal that was published.
 *
 * @param model the model
 * @param version its version
 * @param check the name of the check
 * @param window its window
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param firing whether the check began to fire; else it ceased
 * @param time when it was judged
 * @param since when the episode began
 * @param observed the figure; empty where it has none
 * @param threshold the bound; empty where it has none
 */
public record PastSignal(
    String model,
    String version,
    String check,
    String window,
    String severity,
    boolean firing,
    Instant time,
    Instant since,
    OptionalDouble observed,
    OptionalDouble threshold) {}
