package io.atalaya.codec;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Date and time of ISO 8601 in the extended format, to milliseconds since the epoch.
 *
 * <p>The form is {@code 2026-11-23T10:15[:30[.123456789]][Z|±hh[:mm]]}: RFC 3339, and besides it
 * what common languages print: seconds left out, a space for the {@code T}, a comma before the
 * fraction, an offset without a colon or without minutes. Without an offset the time is UTC. What
 * is finer than a millisecond is cut off. Leap seconds, dates alone and region names are no times
 * here. A parser of our own, since {@code java.time}'s takes as long as all the rest of an event.
 *
 * <p>An instance remembers the last minute, which most events share with the one before. For one
 * thread.
 */
public final class IsoTime {

  /** No time: the text has another form, or a part is out of its range. */
  public static final long INVALID = Long.MIN_VALUE;

  /**
   * The least number that is taken for milliseconds since the epoch: in milliseconds March 1973, in
   * seconds the year 5138; nobody means either.
   */
  public static final double LEAST_EPOCH_MILLIS = 1e11;

  private static final int MAX_FRACTION_DIGITS = 9;
  private static final int MAX_OFFSET_HOURS = 18;

  private static final int MINUTE_LENGTH = 2 * Long.BYTES;

  /** The text of the last minute, {@code 2026-11-} and {@code 23T10:15}, and what it says. */
  private long lastMonth;

  private long lastClock;
  private long lastMinute = INVALID;

  /** Milliseconds since the epoch. */
  public static long parse(String text) {
    // What Latin-1 lacks becomes a question mark, which is in no time.
    byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
    return new IsoTime().parse(latin, 0, latin.length);
  }

  /** Milliseconds since the epoch of the characters from one index to another. */
  public long parse(byte[] text, int start, int end) {
    if (end - start < MINUTE_LENGTH) {
      return INVALID;
    }
    long month = EightBytes.at(text, start);
    long clock = EightBytes.at(text, start + Long.BYTES);
    if (month != lastMonth || clock != lastClock) {
      lastMonth = month;
      lastClock = clock;
      lastMinute = minute(text, start);
    }
    int second = 0;
    int millis = 0;
    int at = start + MINUTE_LENGTH;
    if (at < end && text[at] == ':') {
      second = at + 3 <= end ? digits(text, at + 1, 2) : -1;
      at += 3;
      if (at < end && (text[at] == '.' || text[at] == ',')) {
        int fraction = ++at;
        for (int unit = 100; at < end && isDigit(text[at]); at++, unit /= 10) {
          millis += (text[at] - '0') * unit;
        }
        if (at == fraction || at - fraction > MAX_FRACTION_DIGITS) {
          return INVALID;
        }
      }
    }
    long offsetSeconds = offsetSeconds(text, at, end);
    if (lastMinute == INVALID || !isWithin(second, 59) || offsetSeconds == INVALID) {
      return INVALID;
    }
    return lastMinute + (second - offsetSeconds) * 1000 + millis;
  }

  /** Milliseconds since the epoch of the date, hour and minute, in UTC. */
  private static long minute(byte[] text, int start) {
    int year = digits(text, start, 4);
    int month = digits(text, start + 5, 2);
    int day = digits(text, start + 8, 2);
    int hour = digits(text, start + 11, 2);
    int minute = digits(text, start + 14, 2);
    if (text[start + 4] != '-'
        || text[start + 7] != '-'
        || !separatesTime(text[start + 10])
        || text[start + 13] != ':'
        || !isDate(year, month, day)
        || !isWithin(hour, 23)
        || !isWithin(minute, 59)) {
      return INVALID;
    }
    long hours = LocalDate.of(year, month, day).toEpochDay() * 24 + hour;
    return (hours * 60 + minute) * 60_000;
  }

  private static long offsetSeconds(byte[] text, int at, int end) {
    if (at >= end) {
      return at == end ? 0 : INVALID;
    }
    byte sign = text[at];
    int length = end - at;
    if (sign == 'Z' || sign == 'z') {
      return length == 1 ? 0 : INVALID;
    }
    boolean colon = length == 6 && text[at + 3] == ':';
    if ((sign != '+' && sign != '-') || !(length == 3 || length == 5 || colon)) {
      return INVALID;
    }
    int hours = digits(text, at + 1, 2);
    int minutes = length == 3 ? 0 : digits(text, end - 2, 2);
    if (!isWithin(hours, MAX_OFFSET_HOURS) || !isWithin(minutes, 59)) {
      return INVALID;
    }
    long seconds = hours * 3600L + minutes * 60L;
    return sign == '-' ? -seconds : seconds;
  }

  private static boolean isDate(int year, int month, int day) {
    return year >= 0
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= YearMonth.of(year, month).lengthOfMonth();
  }

  private static boolean isWithin(int part, int max) {
    return part >= 0 && part <= max;
  }

  private static boolean separatesTime(byte c) {
    return c == 'T' || c == 't' || c == ' ';
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  /** The number that {@code count} digits write; -1 when one of them is none. */
  private static int digits(byte[] text, int at, int count) {
    int number = 0;
    for (int i = at; i < at + count; i++) {
      if (!isDigit(text[i])) {
        return -1;
      }
      number = number * 10 + text[i] - '0';
    }
    return number;
  }
}
