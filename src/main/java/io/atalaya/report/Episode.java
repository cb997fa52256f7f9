package io.atalaya.report;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A check that fired for a time.
 *
 * @param check the name of the check
 * @param window its window, for example {@code 1h}
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param since when it began to fire
 * @param until when it ceased; empty while it fires
 * @param observed the figure when it began, or when it ceased if the beginning was before the
 *     period; empty where it has none
 * @param threshold the bound; empty where it has none
 */
public record Episode(
    String check,
    String window,
    String severity,
    Instant since,
    Optional<Instant> until,
    OptionalDouble observed,
    OptionalDouble threshold) {}
