package io.atalaya.demo.shop;

/**
 * How what a visitor did is told: at once of most sessions, otherwise as it goes in practice. A
 * rule of the session's number, so that anyone can say which session is which.
 */
public enum Telling {
  /** At once, and once. */
  PROMPT,
  /** And again, as by a client that saw no receipt. */
  TWICE,
  /** At once, but before the prediction that it belongs to, which is slow to come. */
  BEFORE,
  /** The visitor comes back after a pause, and is still in time for the prediction. */
  PAUSED,
  /** The visitor comes back when the prediction counts no longer. */
  AFTERWARDS,
  /** With a time so long ago that it does not count any more. */
  TOO_LATE,
  /** Of an id that no prediction has, with version and segment. */
  ASTRAY;

  /** How the session is told: with n as 37 · number mod 100, one of the first 21, or at once. */
  static Telling of(ShopSession session) {
    int n = 37 * session.number() % 100;
    if (n < 5) {
      return TWICE;
    } else if (n < 10) {
      return BEFORE;
    } else if (n < 15) {
      return PAUSED;
    } else if (n < 17) {
      return AFTERWARDS;
    } else if (n < 19) {
      return TOO_LATE;
    } else if (n < 21) {
      return ASTRAY;
    }
    return PROMPT;
  }
}
