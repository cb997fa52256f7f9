package io.atalaya.bench.workload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON written straight into bytes, so that publishing costs little beside what is measured. */
final class JsonText {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  private byte[] bytes = new byte[1024];
  private int size;

  JsonText clear() {
    size = 0;
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Adds text that needs no escapes. */
  JsonText text(byte[] ascii) {
    ensure(ascii.length);
    System.arraycopy(ascii, 0, bytes, size, ascii.length);
    size += ascii.length;
    return this;
  }

  /** Adds a number with at most {@code decimals} decimals, without trailing zeros. */
  JsonText decimal(double value, int decimals) {
    long scaled = Math.round(Math.abs(value) * POWERS_OF_TEN[decimals]);
    if (value < 0 && scaled != 0) {
      put('-');
    }
    long fraction = scaled % POWERS_OF_TEN[decimals];
    digits(scaled / POWERS_OF_TEN[decimals], 1);
    int places = decimals;
    while (places > 0 && fraction % 10 == 0) {
      fraction /= 10;
      places--;
    }
    if (places > 0) {
      put('.');
      digits(fraction, places);
    }
    return this;
  }

  /** Adds all digits of a number: 16 or 17. */
  JsonText full(double value) {
    return text(Double.toString(value).getBytes(StandardCharsets.US_ASCII));
  }

  /** Adds 128 bits as a UUID. */
  JsonText uuid(long high, long low) {
    ensure(36);
    for (int i = 0; i < 32; i++) {
      if (i == 8 || i == 12 || i == 16 || i == 20) {
        bytes[size++] = '-';
      }
      long half = i < 16 ? high : low;
      bytes[size++] = HEX[(int) (half >>> (60 - 4 * (i % 16))) & 15];
    }
    return this;
  }

  /** Adds a number of 0 or more with at least so many digits. */
  private JsonText digits(long value, int least) {
    int places = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      places++;
    }
    places = Math.max(places, least);
    ensure(places);
    long rest = value;
    for (int i = size + places - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += places;
    return this;
  }

  private void put(char next) {
    ensure(1);
    bytes[size++] = (byte) next;
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
    }
  }
}
