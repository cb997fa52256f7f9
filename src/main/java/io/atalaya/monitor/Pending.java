package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;

/** The predictions of a version that wait for their outcome, and what was given up of it. */
record Pending(long count, long oldestMillis, Loss loss) {
  void writeTo(ByteWriter out) {
    out.writeUnsigned(count).writeSigned(oldestMillis);
    loss.writeTo(out);
  }

  static Pending readFrom(ByteReader in) {
    return new Pending(in.readUnsigned(), in.readSigned(), Loss.readFrom(in));
  }
}
