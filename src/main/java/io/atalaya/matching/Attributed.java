package io.atalaya.matching;

import io.atalaya.event.Interaction;
import org.jspecify.annotations.Nullable;

/**
 * An interaction and what it counts to.
 *
 * @param interaction the interaction
 * @param version the version of its prediction; of one that is not attributed its own
 * @param segment the segment of its prediction, or its own; null for none
 * @param attributed whether it is attributed to a prediction
 */
public record Attributed(
    Interaction interaction, String version, @Nullable String segment, boolean attributed) {}
