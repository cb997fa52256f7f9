package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against {@link Double#parseDouble}, which rounds correctly. */
class PlainNumberTest {

  private final PlainNumber number = new PlainNumber();

  private static byte[] padded(String text) {
    return Arrays.copyOf(Decoding.utf8(text), text.length() + Long.BYTES);
  }

  /** Read in the middle of other text and at its end. */
  private void assertNearest(String written) {
    double nearest = Double.parseDouble(written);
    for (String after : new String[] {"", ",", "}", " \"more text\""}) {
      byte[] text = padded("[" + written + after);
      assertEquals(1 + written.length(), number.read(text, 1), written);
      assertEquals(nearest, number.value(), written);
    }
  }

  @Test
  void everyDoubleIsReadBackFromItsDigits() {
    Random random = new Random(20261126);
    for (int i = 0; i < 100_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      assertNearest(Double.isFinite(any) ? Double.toString(any) : "-0.0");
      assertNearest(Double.toString(random.nextGaussian()));
    }
  }

  @Test
  void digitsOfEveryCountAndScaleAreRounded() {
    Random random = new Random(20261127);
    for (int i = 0; i < 100_000; i++) {
      long digits = random.nextLong(1_000_000_000_000_000_000L) >> random.nextInt(60);
      int scale = random.nextInt(1, 25);
      assertNearest(BigDecimal.valueOf(digits, scale).toPlainString().replaceFirst("^0$", "0.0"));
      assertNearest(digits + "e" + random.nextInt(-40, 40));
      assertNearest(digits + ".0E+" + random.nextInt(10));
    }
  }

  /** The middle between two doubles, which rounds to even, and its neighbours. */
  @Test
  void tiesAreRoundedToEven() {
    Random random = new Random(20261128);
    for (int i = 0; i < 20_000; i++) {
      long odd = (1L << 53) + 1 + 2 * random.nextLong(1L << 51);
      for (int power = 1; power <= 3; power++) {
        BigDecimal middle =
            new BigDecimal(odd).divide(new BigDecimal(1L << power)); // exact: power more digits
        assertNearest(middle.toPlainString());
        assertNearest(middle.subtract(middle.ulp()).toPlainString());
        assertNearest(middle.add(middle.ulp()).toPlainString());
      }
      assertNearest(odd + ".0");
    }
  }

  @Test
  void integersAreExact() {
    Random random = new Random(20261129);
    for (int i = 0; i < 100_000; i++) {
      long any = (random.nextLong() >> random.nextInt(4, 64)) % 1_000_000_000_000_000_000L;
      String written = Long.toString(any);
      assertEquals(written.length(), number.read(padded(written), 0));
      assertTrue(number.isInteger());
      assertEquals((double) any, number.value());
    }
  }
}
