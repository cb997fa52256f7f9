package io.atalaya.adapter.kafka.decode;

import java.nio.charset.StandardCharsets;
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

  /** The string, an earlier instance if kept. */
  String of(String text) {
    if (text.length() > MAX_LENGTH) {
      return text;
    }
    int slot = slot(text.hashCode());
    String recent = slots[slot];
    if (recent != null && recent.equals(text)) {
      return recent;
    }
    slots[slot] = text;
    return text;
  }

  /** The string of the ASCII characters from one index to another, an earlier instance if kept. */
  String of(byte[] text, int from, int to) {
    int length = to - from;
    if (length > MAX_LENGTH) {
      return string(text, from, to);
    }
    int hash = 0; // as String has it
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text[i];
    }
    String recent = slots[slot(hash)];
    return recent != null && matches(recent, text, from, to) ? recent : of(string(text, from, to));
  }

  private static int slot(int hash) {
    return (hash ^ hash >>> 16) & SLOTS - 1;
  }

  private static String string(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static boolean matches(String recent, byte[] text, int from, int to) {
    if (recent.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (recent.charAt(i - from) != text[i]) {
        return false;
      }
    }
    return true;
  }
}
