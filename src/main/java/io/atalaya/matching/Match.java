package io.atalaya.matching;

/** What an outcome turned out to be. */
public enum Match {
  /** It gave an unlabelled prediction its label. */
  MATCHED,
  /** It replaced the label of a labelled prediction. */
  CORRECTED,
  /** It changed nothing. */
  DUPLICATE,
  /** It took a label back. */
  RETRACTED,
  /** No prediction came within the label horizon. */
  UNMATCHED
}
