package io.atalaya.cache;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;

/**
 * The bytes of cached answers outside this process.
 *
 * <p>Format 1: the format, flags (1: body compressed, 2: with a segment), time, expiry and stamp as
 * variable-length integers, the confidence as a double, version, segment, the body's length before
 * compression, the body. A body above the threshold is compressed, unless that makes it no shorter.
 * Safe for use by several threads.
 *
 * @param compression how bodies are written shorter
 * @param compressAbove the most bytes of a body that is left as it is
 * @param maxBytes the most bytes of a body; what claims to have more is not read
 * @param metrics counts how long bodies were, and are
 */
public record AnswerCodec(
    Compression compression, int compressAbove, int maxBytes, CacheMetrics metrics) {

  private static final int FORMAT = 1;
  private static final int COMPRESSED = 1;
  private static final int WITH_SEGMENT = 2;

  /** The answer as bytes. */
  public byte[] encode(CachedAnswer answer) {
    byte[] body = answer.body();
    byte[] written = body.length > compressAbove ? compression.compress(body) : body;
    boolean shorter = written.length < body.length;
    metrics.encoded(body.length, Math.min(written.length, body.length));
    String segment = answer.segment();
    ByteWriter out =
        new ByteWriter()
            .writeByte(FORMAT)
            .writeByte((shorter ? COMPRESSED : 0) | (segment == null ? 0 : WITH_SEGMENT))
            .writeUnsigned(answer.timeMillis())
            .writeUnsigned(answer.expiresMillis())
            .writeUnsigned(answer.stamp())
            .writeDouble(answer.confidence())
            .writeString(answer.version());
    if (segment != null) {
      out.writeString(segment);
    }
    return out.writeUnsigned(body.length).writeBytes(shorter ? written : body).toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes make no sense, or are of another format
   */
  public CachedAnswer decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int format = in.readByte();
    if (format != FORMAT) {
      throw new IllegalArgumentException("format " + format + " is not " + FORMAT);
    }
    int flags = in.readByte();
    long time = in.readUnsigned();
    long expires = in.readUnsigned();
    long stamp = in.readUnsigned();
    double confidence = in.readDouble();
    String version = in.readString();
    String segment = (flags & WITH_SEGMENT) == 0 ? null : in.readString();
    long size = in.readUnsigned();
    if (size < 0 || size > maxBytes) {
      throw new IllegalArgumentException(size + " bytes are more than " + maxBytes);
    }
    byte[] written = in.readBytes();
    byte[] body = (flags & COMPRESSED) == 0 ? written : compression.decompress(written, (int) size);
    if (body.length != size || !in.atEnd()) {
      throw new IllegalArgumentException("the body has not the length that is stated");
    }
    return new CachedAnswer(body, confidence, version, segment, time, stamp, expires);
  }
}
