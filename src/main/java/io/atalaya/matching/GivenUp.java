package io.atalaya.matching;

/** What was forgotten before its time because the memory for matching is bounded. */
public enum GivenUp {
  /** A prediction that waited for its outcome; it counts as unlabelled. */
  PENDING,
  /** A pair; a correction will find it no more. */
  MATCHED,
  /** Outcomes that waited for their prediction; they count as unmatched. */
  OUTCOME,
  /** An interaction; its prediction and its repetitions will find it no more. */
  INTERACTION
}
