package io.atalaya.matching;

/** What the flags of a record say. */
final class EntryFlags {

  /** The prediction was read. */
  static final int PREDICTED = 1;

  /** It failed, or is a text: there is nothing to compare with. */
  static final int FAILED = 1 << 1;

  /** It is a class. */
  static final int PREDICTED_CLASS = 1 << 2;

  /** There is a label in force. */
  static final int LABELLED = 1 << 3;

  /** That label is a class. */
  static final int ACTUAL_CLASS = 1 << 4;

  /** Some outcome was accepted, be it retracted since. */
  static final int ANSWERED = 1 << 5;

  /** The horizon ended without a label, and that was told. */
  static final int UNLABELLED = 1 << 6;

  /** One outcome waits for the prediction; it is the one in force. */
  static final int EARLY = 1 << 7;

  /** That outcome gave its own time. */
  static final int EARLY_TIMED = 1 << 8;

  /** That outcome was not counted before a restart. */
  static final int EARLY_LIVE = 1 << 9;

  /** The record is in its cohort's queue. */
  static final int QUEUED = 1 << 10;

  /** Those that a restored record may have. */
  static final int STATE =
      PREDICTED
          | FAILED
          | PREDICTED_CLASS
          | LABELLED
          | ACTUAL_CLASS
          | ANSWERED
          | UNLABELLED
          | EARLY
          | EARLY_TIMED;

  private EntryFlags() {}
}
