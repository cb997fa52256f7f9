package io.atalaya.report;

import java.time.Instant;

/**
 * An invalidation of cached answers that was published.
 *
 * @param model the model
 * @param reason the check that fired, or what else was the reason
 * @param time when it was decided
 */
public record PastInvalidation(String model, String reason, Instant time) {}
