package io.atalaya.adapter.inference;

/** Takes the values of a tensor, one after the other, row by row. */
interface Values {

  /** A number; NaN where there was null. */
  void number(double value);

  /** A text. */
  void text(String value);

  /** A truth. */
  void flag(boolean value);
}
