package io.atalaya.adapter.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** Reads bodies of requests: so many bytes at most, and no longer than so long. Stateless. */
final class Body {

  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int CHUNK = 1 << 16;

  private Body() {}

  /** Why a body is not read to its end; the message is for the caller. */
  abstract static sealed class Refused extends Exception {

    private static final long serialVersionUID = 1;

    private Refused(String detail) {
      super(detail);
    }
  }

  /** It is larger than is read. */
  static final class TooLarge extends Refused {

    private static final long serialVersionUID = 1;

    TooLarge(long most) {
      super("the body has more than %d bytes: send at most so many".formatted(most));
    }
  }

  /** It comes so slowly that it keeps a thread from others. */
  static final class TooSlow extends Refused {

    private static final long serialVersionUID = 1;

    TooSlow(Duration longest) {
      super("the body took more than %d s: send it faster".formatted(longest.toSeconds()));
    }
  }

  /** Reads a small body into memory. */
  static byte[] read(InputStream body, int mostBytes) throws IOException, Refused {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    copy(body, bytes, mostBytes, LONGEST);
    return bytes.toByteArray();
  }

  /** Copies a body; no more is read of one that is too large. */
  static void copy(InputStream body, OutputStream to, long mostBytes, Duration longest)
      throws IOException, Refused {
    long start = System.nanoTime();
    byte[] chunk = new byte[CHUNK];
    long size = 0;
    for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
      size += read;
      if (size > mostBytes) {
        throw new TooLarge(mostBytes);
      }
      if (System.nanoTime() - start > longest.toNanos()) {
        throw new TooSlow(longest);
      }
      to.write(chunk, 0, read);
    }
  }
}
