package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BottomSampleTest {

  private static byte[] bytes(BottomSample sample) {
    ByteWriter out = new ByteWriter();
    sample.writeTo(out);
    return out.toByteArray();
  }

  private static BottomSample of(int capacity, List<Integer> ids) {
    BottomSample sample = new BottomSample(capacity);
    ids.forEach(id -> sample.add(StableHash.of("id-" + id), id));
    return sample;
  }

  private static List<Integer> ids(int from, int to) {
    List<Integer> ids = new ArrayList<>();
    for (int id = from; id < to; id++) {
      ids.add(id);
    }
    return ids;
  }

  @Test
  void keepsTheValuesOfTheSmallestUnsignedHashes() {
    TreeMap<Long, Double> expected = new TreeMap<>(Long::compareUnsigned);
    for (int id = 0; id < 5_000; id++) {
      expected.put(StableHash.of("id-" + id), (double) id);
    }
    for (int capacity : new int[] {1, 15, 16, 17, 1_000, 5_000, 6_000}) {
      BottomSample sample = of(capacity, ids(0, 5_000));
      double[] least =
          expected.values().stream().limit(capacity).mapToDouble(Double::doubleValue).toArray();
      assertArrayEquals(least, sample.values());
      assertEquals(least.length, sample.size());
      assertEquals(5_000, sample.count());
    }
  }

  @Test
  void neitherTheOrderNorThePartsMatter() {
    BottomSample expected = of(100, ids(0, 3_000));
    List<Integer> shuffled = ids(0, 3_000);
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(shuffled, new Random(seed));
      assertEquals(expected, of(100, shuffled));
      BottomSample merged = of(100, shuffled.subList(0, 50));
      merged.merge(of(100, shuffled.subList(50, 2_000)));
      merged.merge(new BottomSample(100));
      BottomSample rest = of(100, shuffled.subList(2_000, 3_000));
      rest.merge(merged);
      assertEquals(expected, rest);
      assertEquals(expected.hashCode(), rest.hashCode());
      assertArrayEquals(bytes(expected), bytes(rest));
    }
  }

  @Test
  void aRepeatedHashIsKeptOnceWithItsSmallestValue() {
    BottomSample sample = new BottomSample(3);
    sample.add(5, 2);
    sample.add(5, 1);
    sample.add(5, 3);
    sample.add(-1, 9); // as an unsigned number the greatest
    sample.add(0, 7);
    assertArrayEquals(new double[] {7, 1, 9}, sample.values());
    assertEquals(5, sample.count());
    sample.add(6, 4);
    assertArrayEquals(new double[] {7, 1, 4}, sample.values());
  }

  @Test
  void valuesAreToldApartByTheirParts() {
    BottomSample expected = ofParts(ids(0, 3_000));
    List<Integer> shuffled = ids(0, 3_000);
    Collections.shuffle(shuffled, new Random(1));
    BottomSample merged = ofParts(shuffled.subList(0, 1_000));
    merged.merge(ofParts(shuffled.subList(1_000, 3_000)));
    assertEquals(expected, merged);
    BottomSample all = expected.of(any -> true);
    assertEquals(of(100, ids(0, 3_000)), all);
    double[] seconds = Arrays.stream(all.values()).filter(id -> id % 7 == 2).toArray();
    assertArrayEquals(seconds, expected.of(part -> part == 2).values());
    assertEquals(429, expected.of(part -> part == 2).count());
    assertEquals(0, expected.of(part -> part == 7).count());
    assertEquals(expected, BottomSample.readFrom(new ByteReader(bytes(expected))));
    assertEquals(expected, expected.copy());
    expected.add(0, -1, 3);
    assertNotEquals(expected, merged);
  }

  @Test
  void ofEqualPairsThatOfTheFirstPartIsKept() {
    BottomSample sample = new BottomSample(2, 4);
    sample.add(5, 1, 2);
    sample.add(5, 1, 1);
    sample.add(5, 1, 3);
    sample.add(5, 2, 0);
    assertArrayEquals(new double[] {1}, sample.of(part -> part == 1).values());
    assertEquals(0, sample.of(part -> part == 2).size());
  }

  private static BottomSample ofParts(List<Integer> ids) {
    BottomSample sample = new BottomSample(100, 8);
    ids.forEach(id -> sample.add(StableHash.of("id-" + id), id, id % 7));
    return sample;
  }

  @Test
  void aCopyIsIndependent() {
    BottomSample original = of(10, ids(0, 100));
    BottomSample copy = original.copy();
    assertEquals(original, copy);
    copy.add(0, -1);
    assertNotEquals(original, copy);
    assertEquals(of(10, ids(0, 100)), original);
  }

  @Test
  void bytesReadBackGiveAnEqualSampleThatGoesOn() {
    for (int size : new int[] {0, 1, 9, 10, 500}) {
      ByteReader in = new ByteReader(bytes(of(10, ids(0, size))));
      BottomSample restored = BottomSample.readFrom(in);
      assertTrue(in.atEnd());
      assertEquals(size == 0, restored.isEmpty());
      ids(size, 600).forEach(id -> restored.add(StableHash.of("id-" + id), id));
      assertEquals(of(10, ids(0, 600)), restored);
    }
    byte[] bytes = bytes(of(10, ids(0, 100)));
    for (int length = 0; length < bytes.length; length++) {
      ByteReader in = new ByteReader(Arrays.copyOf(bytes, length));
      assertThrows(IllegalArgumentException.class, () -> BottomSample.readFrom(in));
    }
  }

  @Test
  void whatCannotBeSampledIsRefusedAndChangesNothing() {
    BottomSample sample = of(10, ids(0, 5));
    assertThrows(IllegalArgumentException.class, () -> sample.add(1, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> sample.merge(new BottomSample(11)));
    assertEquals(of(10, ids(0, 5)), sample);
    assertThrows(IllegalArgumentException.class, () -> sample.merge(new BottomSample(10, 2)));
    assertEquals(of(10, ids(0, 5)), sample);
    assertThrows(IllegalArgumentException.class, () -> new BottomSample(0));
    assertThrows(IllegalArgumentException.class, () -> new BottomSample(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new BottomSample(1, 128));
  }
}
