package io.atalaya.adapter.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BodyTest {

  @Test
  void asManyBytesAsAllowedAreRead() throws Exception {
    byte[] body = new byte[200_000];
    assertArrayEquals(body, Body.read(new ByteArrayInputStream(body), body.length));
    Body.TooLarge refused =
        assertThrows(
            Body.TooLarge.class, () -> Body.read(new ByteArrayInputStream(body), body.length - 1));
    assertEquals("the body has more than 199999 bytes: send at most so many", refused.getMessage());
  }

  @Test
  void aBodyThatDripsIsGivenUp() {
    Dripping body = new Dripping();
    Body.TooSlow refused =
        assertThrows(
            Body.TooSlow.class,
            () ->
                Body.copy(
                    body, new ByteArrayOutputStream(), Long.MAX_VALUE, Duration.ofSeconds(1)));
    assertEquals("the body took more than 1 s: send it faster", refused.getMessage());
    assertTrue(body.read < 1_000, () -> body.read + " bytes");
  }

  /** Never ends, and has a byte every few milliseconds: no single read takes long. */
  private static final class Dripping extends InputStream {

    private int read;

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      to[offset] = 'x';
      read++;
      return 1;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }
  }
}
