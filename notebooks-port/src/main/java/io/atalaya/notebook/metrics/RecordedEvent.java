package io.atalaya.notebook.metrics;

import io.atalaya.event.Event;

/**
 * An event, and when it would have been appended to the log.
 *
 * @param event the event
 * @param appendedMillis in milliseconds since the epoch
 */
public record RecordedEvent(Event event, long appendedMillis) {}
