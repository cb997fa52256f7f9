package io.atalaya.cache;

/** A way to write bytes shorter. Stateless, and safe for use by several threads. */
public interface Compression {

  /** These bytes, mostly shorter. */
  byte[] compress(byte[] bytes);

  /**
   * The bytes that {@link #compress} was given.
   *
   * @param size how many they are
   * @throws IllegalArgumentException if these are not so many bytes compressed
   */
  byte[] decompress(byte[] compressed, int size);
}
