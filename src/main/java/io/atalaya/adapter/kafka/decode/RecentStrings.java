package io.atalaya.adapter.kafka.decode;

import org.jspecify.annotations.Nullable;

/**
 * A direct-mapped cache of short strings by their characters.
 *
 * <p>Names of models, versions, segments and classes come again with every event. One instance for
 * all saves the allocation and keeps the hash that the maps downstream ask for. Memory: at most
 * {@value #SLOTS} strings of {@value #MAX_LENGTH} characters; a collision replaces. For one thread.
 */
final class RecentStrings {

  private static final int SLOTS = 1024;
  private static final int MAX_LENGTH = 64;

  private final @Nullable String[] slots = new String[SLOTS];

  /** The string of {@code length} characters from {@code offset}, an earlier instance if kept. */
  String of(char[] text, int offset, int length) {
    if (length > MAX_LENGTH) {
      return new String(text, offset, length);
    }
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + text[offset + i];
    }
    int slot = (hash ^ hash >>> 16) & SLOTS - 1;
    String recent = slots[slot];
    if (recent == null || !matches(recent, text, offset, length)) {
      recent = new String(text, offset, length);
      slots[slot] = recent;
    }
    return recent;
  }

  private static boolean matches(String recent, char[] text, int offset, int length) {
    if (recent.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (recent.charAt(i) != text[offset + i]) {
        return false;
      }
    }
    return true;
  }
}
