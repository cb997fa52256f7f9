package io.atalaya.event;

import org.jspecify.annotations.Nullable;

/**
 * What somebody did with an answer of a model, or a business event that has to do with one.
 *
 * @param id the identifier of the prediction that it is about; null when it names none
 * @param model the model's name
 * @param version the model's version as whoever sent this knows it; {@link Event#UNVERSIONED} when
 *     none was named
 * @param timeMillis when it was done: the event's own time, else the record's
 * @param timeGiven whether the event itself gave that time
 * @param type what was done, a word of the sender's own
 * @param value a number that belongs to it, a rating or an amount, or NaN
 * @param segment the group of users or products, as whoever sent this knows it
 */
public record Interaction(
    @Nullable PredictionId id,
    String model,
    String version,
    long timeMillis,
    boolean timeGiven,
    String type,
    double value,
    @Nullable String segment)
    implements Event {}
