package io.atalaya.statistics;

/** The distribution of one feature that later values are compared with: of numbers, or of names. */
public sealed interface Distribution permits ReferenceSample, CategorySample {

  /** A name for the content: 16 hexadecimal digits, the same for the same values in any order. */
  String id();
}
