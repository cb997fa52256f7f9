package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.function.Consumer;

/**
 * What one index counted, on its way to the model's owner: the identity, and the accumulator in its
 * wire form behind the fingerprint of the settings that shaped it. Partials with another
 * fingerprint are not merged.
 */
public final class Partial {

  /** The version of the wire form; a reader ignores all others. */
  private static final int FORMAT = 6;

  private final PartialKey key;
  private final byte[] value;

  private Partial(PartialKey key, byte[] value) {
    this.key = key;
    this.value = value;
  }

  /** Makes a partial whose content {@code body} writes. */
  public static Partial of(PartialKey key, long fingerprint, Consumer<ByteWriter> body) {
    ByteWriter out = new ByteWriter().writeByte(FORMAT).writeLong(fingerprint);
    body.accept(out);
    return new Partial(key, out.toByteArray());
  }

  /** Takes a partial as it was read from the log. */
  public static Partial read(byte[] key, byte[] value) {
    return new Partial(PartialKey.decode(key), value);
  }

  public PartialKey key() {
    return key;
  }

  /** The value's wire form. */
  public byte[] encode() {
    return value.clone();
  }

  /** Whether settings with this fingerprint shaped it, in the format that this code reads. */
  public boolean matches(long fingerprint) {
    ByteReader in = new ByteReader(value);
    return value.length > Long.BYTES && in.readByte() == FORMAT && in.readLong() == fingerprint;
  }

  /** How far the index has read, of a {@link PartialKey.Part#PROGRESS}. */
  public long progressMillis() {
    return IndexMonitor.Progress.readFrom(body()).millis();
  }

  /** The append time of the oldest event that it newly counted; MAX_VALUE without one. */
  public long oldestMillis() {
    return IndexMonitor.Progress.readFrom(body()).oldestMillis();
  }

  /** What the index misses. */
  public Loss loss() {
    return IndexMonitor.Progress.readFrom(body()).loss();
  }

  /** A reader at the start of the content. */
  ByteReader body() {
    ByteReader in = new ByteReader(value);
    in.readByte();
    in.readLong();
    return in;
  }
}
