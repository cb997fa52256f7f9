package io.atalaya.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerCodecTest {

  private static final int MAX_BYTES = 100_000;
  private static final int COMPRESS_ABOVE = 64;
  private static final int FORMAT_AND_FLAGS = 2;

  private final AnswerCodec codec =
      new AnswerCodec(new DeflateCompression(), COMPRESS_ABOVE, MAX_BYTES, CacheMetrics.NONE);

  @Test
  void anAnswerReadsAsItWasWritten() {
    for (int size : new int[] {0, 1, 63, 64, 65, 5_000, MAX_BYTES}) {
      assertReadsAsWritten(answer(repeating(size), 0.75, "v1", "night/ü"));
      assertReadsAsWritten(answer(random(size), Double.NaN, "", null));
    }
  }

  @Test
  void aBodyIsCompressedAboveTheThresholdWhereThatMakesItShorter() {
    int bare = codec.encode(answer(new byte[0], 1, "1", null)).length;
    assertEquals(bare + 64, codec.encode(answer(repeating(64), 1, "1", null)).length);
    assertTrue(codec.encode(answer(repeating(65), 1, "1", null)).length < bare + 40);
    // The length of a length of 65 or 1,000 bytes.
    assertEquals(bare + 65, codec.encode(answer(random(65), 1, "1", null)).length);
    assertEquals(bare + 1_000 + 2, codec.encode(answer(random(1_000), 1, "1", null)).length);
  }

  @Test
  void whatCompressionSavesIsCounted() {
    CountingMetrics counting = new CountingMetrics();
    AnswerCodec counted =
        new AnswerCodec(new DeflateCompression(), COMPRESS_ABOVE, MAX_BYTES, counting);
    counted.encode(answer(repeating(64), 1, "1", null));
    counted.encode(answer(random(1_000), 1, "1", null));
    assertEquals(Map.of("body bytes", 1_064L, "written bytes", 1_064L), counting.counts);

    counted.encode(answer(repeating(10_000), 1, "1", null));
    assertEquals(11_064, counting.counts.getOrDefault("body bytes", 0L));
    assertTrue(counting.counts.getOrDefault("written bytes", 0L) < 2_000);
  }

  @Test
  void everyTruncationAndWhateverFollowsIsRefused() {
    for (byte[] body : new byte[][] {repeating(50), repeating(500), random(500)}) {
      byte[] written = codec.encode(answer(body, 0.5, "v1", "day"));
      for (int length = 0; length < written.length; length++) {
        byte[] cut = Arrays.copyOf(written, length);
        assertThrows(
            IllegalArgumentException.class, () -> codec.decode(cut), () -> "" + cut.length);
      }
      byte[] longer = Arrays.copyOf(written, written.length + 1);
      assertThrows(IllegalArgumentException.class, () -> codec.decode(longer));
    }
  }

  @Test
  void anotherFormatIsRefused() {
    byte[] written = codec.encode(answer(repeating(10), 0.5, "v1", null));
    for (byte format : new byte[] {0, 2, -1}) {
      written[0] = format;
      assertThrows(IllegalArgumentException.class, () -> codec.decode(written));
    }
  }

  @Test
  void noChangedByteLeadsToAnythingButAnAnswerOrARefusal() {
    Random random = new Random(20261127);
    byte[] written = codec.encode(answer(repeating(500), 0.5, "v1", "day"));
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = written.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      try {
        assertTrue(codec.decode(changed).body().length <= MAX_BYTES);
      } catch (IllegalArgumentException refused) {
        assertEquals(IllegalArgumentException.class, refused.getClass());
      }
    }
  }

  @Test
  void aLengthThatIsNotTheBodysIsRefused() {
    byte[] body = repeating(500);
    byte[] compressed = new DeflateCompression().compress(body);
    assertArrayEquals(body, codec.decode(bytes(1, 500, compressed)).body());
    assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes(1, 499, compressed)));
    assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes(1, 501, compressed)));
    assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes(1, 0, compressed)));
    assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes(0, 499, body)));
    assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes(0, 501, body)));
    assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes(1, 500, body)));
  }

  @Test
  void aBodyThatUnpacksToMoreThanIsKeptIsNotUnpacked() {
    byte[] most = new DeflateCompression().compress(new byte[MAX_BYTES]);
    assertEquals(MAX_BYTES, codec.decode(bytes(1, MAX_BYTES, most)).body().length);
    byte[] bomb = new DeflateCompression().compress(new byte[1 << 28]);
    assertThrows(
        IllegalArgumentException.class, () -> codec.decode(bytes(1, MAX_BYTES + 1L, most)));
    assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes(1, 1 << 28, bomb)));
    assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes(1, MAX_BYTES, bomb)));
    assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes(1, -1, most)));
    assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes(1, 1L << 40, most)));
  }

  /** What the codec writes, with flags, a length and a body of one's own. */
  private static byte[] bytes(int flags, long length, byte[] body) {
    return new ByteWriter()
        .writeByte(1)
        .writeByte(flags)
        .writeUnsigned(1_000)
        .writeUnsigned(2_000)
        .writeUnsigned(3)
        .writeDouble(0.5)
        .writeString("v1")
        .writeUnsigned(length)
        .writeBytes(body)
        .toByteArray();
  }

  private void assertReadsAsWritten(CachedAnswer answer) {
    byte[] written = codec.encode(answer);
    CachedAnswer read = codec.decode(written);
    assertArrayEquals(answer.body(), read.body());
    assertEquals(answer.confidence(), read.confidence());
    assertEquals(answer.version(), read.version());
    assertEquals(answer.segment(), read.segment());
    assertEquals(answer.timeMillis(), read.timeMillis());
    assertEquals(answer.stamp(), read.stamp());
    assertEquals(answer.expiresMillis(), read.expiresMillis());
    assertTrue(written.length >= FORMAT_AND_FLAGS);
  }

  private static CachedAnswer answer(
      byte[] body, double confidence, String version, @Nullable String segment) {
    return new CachedAnswer(
        body, confidence, version, segment, 1_800_000_000_000L, 7, 1_800_000_060_000L);
  }

  private static byte[] repeating(int size) {
    return "0.12345,".repeat(size / 8 + 1).substring(0, size).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
