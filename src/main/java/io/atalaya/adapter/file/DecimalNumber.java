package io.atalaya.adapter.file;

import com.fasterxml.jackson.core.io.NumberInput;
import java.util.regex.Pattern;

/** Reads decimal numbers such as {@code -12}, {@code .5} and {@code 1.5e-3}. Stateless. */
final class DecimalNumber {

  /** Java and Jackson know others: {@code NaN}, hexadecimal ones, {@code 1d}. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?+(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+");

  private DecimalNumber() {}

  /** The finite number that is nearest; NaN when the text is none. */
  static double of(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return Double.NaN;
    }
    double number = NumberInput.parseDouble(text, true);
    return Double.isFinite(number) ? number : Double.NaN;
  }
}
