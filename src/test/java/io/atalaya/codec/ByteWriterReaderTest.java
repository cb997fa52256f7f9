package io.atalaya.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ByteWriterReaderTest {

  private static final long[] LONGS = {
    0, 1, -1, 63, 64, -64, -65, 127, 128, 16_383, 16_384, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE
  };
  private static final double[] DOUBLES = {
    0.0, -0.0, 0.1, -1e300, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY
  };
  private static final List<String> STRINGS = List.of("", "a", "ñandú", "評価", "\uD83D\uDD2D", "\0");

  private static byte[] written() {
    ByteWriter out = new ByteWriter();
    for (long value : LONGS) {
      out.writeLong(value).writeUnsigned(value).writeSigned(value).writeByte((int) value);
    }
    for (double value : DOUBLES) {
      out.writeDouble(value);
    }
    STRINGS.forEach(out::writeString);
    assertEquals(out.size(), out.toByteArray().length);
    return out.toByteArray();
  }

  private static void readAll(ByteReader in) {
    for (long value : LONGS) {
      assertEquals(value, in.readLong());
      assertEquals(value, in.readUnsigned());
      assertEquals(value, in.readSigned());
      assertEquals((int) value & 0xFF, in.readByte());
    }
    for (double value : DOUBLES) {
      assertEquals(Double.doubleToRawLongBits(value), Double.doubleToRawLongBits(in.readDouble()));
    }
    STRINGS.forEach(value -> assertEquals(value, in.readString()));
  }

  @Test
  void whatWasWrittenReadsBack() {
    ByteReader in = new ByteReader(written());
    assertFalse(in.atEnd());
    readAll(in);
    assertTrue(in.atEnd());
  }

  @Test
  void bytesThatEndEarlyAreRefusedWhereverTheyEnd() {
    byte[] bytes = written();
    for (int length = 0; length < bytes.length; length++) {
      ByteReader in = new ByteReader(Arrays.copyOf(bytes, length));
      assertThrows(IllegalArgumentException.class, () -> readAll(in), "cut at " + length);
    }
  }

  @Test
  void theFormIsFixed() {
    ByteWriter out = new ByteWriter();
    out.writeByte(0xAB).writeLong(0x0102030405060708L).writeUnsigned(300).writeSigned(-2);
    out.writeDouble(1.0).writeString("é");
    assertArrayEquals(
        new byte[] {
          (byte) 0xAB,
          1,
          2,
          3,
          4,
          5,
          6,
          7,
          8,
          (byte) 0xAC,
          2, // 300 = 2·128 + 44
          3, // −2 is the fourth of 0, −1, 1, −2
          0x3F,
          (byte) 0xF0,
          0,
          0,
          0,
          0,
          0,
          0,
          2,
          (byte) 0xC3,
          (byte) 0xA9
        },
        out.toByteArray());
  }

  @Test
  void integersOfSmallMagnitudeTakeOneByteAndTheLargestTen() {
    assertEquals(1, new ByteWriter().writeUnsigned(127).size());
    assertEquals(2, new ByteWriter().writeUnsigned(128).size());
    assertEquals(1, new ByteWriter().writeSigned(-64).size());
    assertEquals(2, new ByteWriter().writeSigned(64).size());
    assertEquals(10, new ByteWriter().writeUnsigned(-1).size());
  }

  @Test
  void countsBeyondTheEndAndEndlessIntegersAreRefused() {
    assertRefused(out -> out.writeUnsigned(3).writeByte(0).writeByte(0), ByteReader::readCount);
    assertRefused(out -> out.writeUnsigned(-1).writeByte(0), ByteReader::readCount);
    assertRefused(out -> out.writeUnsigned(Long.MAX_VALUE), ByteReader::readString);
    Consumer<ByteWriter> endless = out -> IntStream.range(0, 11).forEach(i -> out.writeByte(0xFF));
    assertRefused(endless, ByteReader::readUnsigned);
  }

  private static void assertRefused(Consumer<ByteWriter> write, Consumer<ByteReader> read) {
    ByteWriter out = new ByteWriter();
    write.accept(out);
    ByteReader in = new ByteReader(out.toByteArray());
    assertThrows(IllegalArgumentException.class, () -> read.accept(in));
  }
}
