package io.atalaya.adapter.kafka.decode;

/** What the contract says of text, in UTF-16 as Java has it. */
final class Text {

  /** The longest identifier, in Unicode characters (code points). */
  static final int MAX_IDENTIFIER = 256;

  private static final int MAX_SHOWN = 80;

  private Text() {}

  /** Whether this has 1 to 256 characters, all of Unicode and none of them a control. */
  static boolean isIdentifier(String text) {
    int length = text.length();
    return length > 0
        && length <= 2 * MAX_IDENTIFIER
        && (length <= MAX_IDENTIFIER || text.codePointCount(0, length) <= MAX_IDENTIFIER)
        && !hasControl(text)
        && isWellFormed(text);
  }

  /** Whether every surrogate has its pair: else UTF-8 cannot say it, and two ids become one. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)
          && (!Character.isHighSurrogate(c)
              || ++i == text.length()
              || !Character.isLowSurrogate(text.charAt(i)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether this is how JavaScript, Java and Jackson write a NaN or an infinity as a string. */
  static boolean isNonFinite(String text) {
    return switch (text) {
      case "NaN", "Infinity", "-Infinity" -> true;
      default -> false;
    };
  }

  /** The first 80 characters between quotation marks. */
  static String quoted(String text) {
    return '"' + shortened(text) + '"';
  }

  /** The first 80 characters, fit for one line of a message. */
  static String shortened(String text) {
    StringBuilder shown = new StringBuilder();
    int end = Math.min(text.length(), MAX_SHOWN);
    for (int i = 0; i < end; ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      boolean printable =
          !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE;
      shown.appendCodePoint(printable ? point : '\uFFFD');
    }
    return end == text.length() ? shown.toString() : shown.append('…').toString();
  }
}
