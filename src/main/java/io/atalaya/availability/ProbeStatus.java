package io.atalaya.availability;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a target at one time.
 *
 * @param target what was asked
 * @param last what the last question found; empty when none has ended, or the last too long ago
 * @param since when the first of the questions ended that all found that state; empty with {@code
 *     last}
 * @param lastSuccess when the target was last up; empty when it never was
 * @param availability over 30 days
 */
public record ProbeStatus(
    Target target,
    Optional<Observation> last,
    Optional<Instant> since,
    Optional<Instant> lastSuccess,
    Availability availability) {}
