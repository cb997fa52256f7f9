package io.atalaya.adapter.kafka.decode;

import java.util.Arrays;

/**
 * The names of an object's members in the order in which they came last time.
 *
 * <p>Programs write the same fields in the same order and with the same spaces, so what stands
 * between two values is nearly always what stood there in the object before. To compare these bytes
 * is to pass over comma, name and colon at once, without looking for an end and without a hash.
 * Memory: at most {@value #MAX_NAMES} names of {@value #MAX_WRITTEN} bytes. For one thread.
 */
final class NameOrder {

  /** The most members of an object; more are declined. */
  static final int MAX_NAMES = 1000;

  /** From the end of a value to the next; more is declined. */
  private static final int MAX_WRITTEN = 320;

  private String[] names = new String[16];
  private Field[] fields = new Field[16];
  private byte[][] written = new byte[16][];
  private int known;
  private int count;
  private int changes;

  /** Begins with another object, which is read next. */
  void restart() {
    count = 0;
  }

  /** Passes over the next name, up to its value; false when the object has ended and was left. */
  boolean next(PlainFields plain) {
    if (count < known && plain.json.skip(written[count])) {
      count++;
      return true;
    }
    return readNext(plain);
  }

  private boolean readNext(PlainFields plain) {
    PlainJson json = plain.json;
    int from = json.at();
    if (count == 0) {
      json.enterObject();
    }
    if (!json.hasMember()) {
      return false;
    }
    String name = plain.key();
    boolean hasValue = json.peek() != 0;
    plain.require(hasValue && count < MAX_NAMES && json.at() - from <= MAX_WRITTEN);
    if (json.isDeclined()) {
      return false;
    }
    put(name, Arrays.copyOfRange(json.text(), from, json.at()));
    count++;
    return true;
  }

  private void put(String name, byte[] bytes) {
    if (count == names.length) {
      names = Arrays.copyOf(names, 2 * count);
      fields = Arrays.copyOf(fields, 2 * count);
      written = Arrays.copyOf(written, 2 * count);
    }
    names[count] = name;
    fields[count] = Field.of(name);
    written[count] = bytes;
    known = Math.max(known, count + 1);
    changes++;
  }

  /** The field of the name passed over last. */
  Field field() {
    return fields[count - 1];
  }

  /** The names of this object so far: the first {@link #count}. */
  String[] names() {
    return names;
  }

  /** How many names of this object were passed over. */
  int count() {
    return count;
  }

  /** How often a name stood where none or another one had been. */
  int changes() {
    return changes;
  }
}
