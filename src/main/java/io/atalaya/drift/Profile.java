package io.atalaya.drift;

import java.util.SequencedCollection;

/** What a version of a model is compared with: the same at all times, or by season. Immutable. */
public sealed interface Profile permits ReferenceProfile, SeasonalProfile {

  /** A hash of the content. */
  String id();

  /** The start of the first pane that is compared with it, in milliseconds since the epoch. */
  long effectiveMillis();

  /** The names of the features, in ascending order. */
  SequencedCollection<String> names();

  /** What a pane that starts at {@code millis} is compared with. */
  ReferenceProfile at(long millis);
}
