package io.atalaya.adapter.kafka.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The names of an object's members in the order in which they came last time.
 *
 * <p>Programs write the same fields in the same order, so the next name is nearly always the one
 * that stood there in the event before: comparing its bytes finds it, without looking for its end
 * and without a hash. Memory: at most {@value #MAX_NAMES} names. For one thread.
 */
final class NameOrder {

  private static final int MAX_NAMES = 256;

  private String[] names = new String[16];
  private byte[][] written = new byte[16][];
  private int size;
  private int next;

  /** Begins with another object. */
  void restart() {
    next = 0;
  }

  /** Reads the next name. */
  String read(PlainFields fields) {
    int place = next++;
    if (place < size && fields.json.skipName(written[place])) {
      return names[place];
    }
    String name = fields.key();
    if (place <= size && place < MAX_NAMES) {
      put(place, name);
    }
    return name;
  }

  private void put(int place, String name) {
    if (place == names.length) {
      names = Arrays.copyOf(names, 2 * place);
      written = Arrays.copyOf(written, 2 * place);
    }
    names[place] = name;
    written[place] = ('"' + name + "\":").getBytes(StandardCharsets.ISO_8859_1);
    size = Math.max(size, place + 1);
  }
}
