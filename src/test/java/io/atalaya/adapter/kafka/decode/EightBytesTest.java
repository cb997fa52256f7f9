package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.codec.EightBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class EightBytesTest {

  private static final String SAMPLE = "09/:az \u001f!\"#[\\]~\u007f\0\u0080\u00af\u00dc\u00ff";

  private final Random random = new Random(20261130);

  /** Mostly bytes beside the bounds. */
  private byte[] text(int length) {
    byte[] text = new byte[length];
    random.nextBytes(text);
    byte[] sample = SAMPLE.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < length; i++) {
      if (random.nextInt(8) > 0) {
        text[i] = sample[random.nextInt(random.nextBoolean() ? 2 : sample.length)];
      }
    }
    return text;
  }

  private static int leading(byte[] text, IntPredicate kind) {
    int count = 0;
    while (count < text.length && kind.test(text[count] & 0xff)) {
      count++;
    }
    return count;
  }

  @Test
  void leadingBytesOfAKindAreCounted() {
    for (int i = 0; i < 200_000; i++) {
      byte[] text = text(8);
      long bytes = EightBytes.at(text, 0);
      String shown = Arrays.toString(text);
      assertEquals(leading(text, b -> b >= '0' && b <= '9'), EightBytes.digits(bytes), shown);
      assertEquals(
          leading(text, b -> b >= ' ' && b < 0x7f && b != '"' && b != '\\'),
          EightBytes.plain(bytes),
          shown);
    }
  }

  @Test
  void aPartIsFoundWhereItIs() {
    for (int i = 0; i < 100_000; i++) {
      byte[] text = text(32);
      int at = random.nextInt(8);
      byte[] part = Arrays.copyOfRange(text, at, at + random.nextInt(24));
      if (part.length > 0 && random.nextBoolean()) {
        part[random.nextInt(part.length)] ^= (byte) (random.nextBoolean() ? 1 : 0x80);
      }
      assertEquals(
          Arrays.equals(text, at, at + part.length, part, 0, part.length),
          EightBytes.has(text, at, part),
          () -> Arrays.toString(part) + " in " + Arrays.toString(text) + " at " + at);
    }
  }
}
