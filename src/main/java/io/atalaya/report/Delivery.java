package io.atalaya.report;

import java.time.Instant;

/**
 * A report that went out by a channel.
 *
 * @param kind daily or weekly
 * @param end the end of its period
 * @param channel {@code mail} or {@code webhook}
 */
public record Delivery(ReportPeriod.Kind kind, Instant end, String channel) {}
