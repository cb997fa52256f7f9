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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NameCountsTest {

  /** 900 names, the i-th of them up to ten times. */
  private static List<String> manyNames() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      names.addAll(Collections.nCopies(1 + i % 10, "name " + i));
    }
    return names;
  }

  private static NameCounts of(List<String> names) {
    NameCounts counts = new NameCounts();
    names.forEach(counts::add);
    return counts;
  }

  private static byte[] bytes(NameCounts counts) {
    ByteWriter out = new ByteWriter();
    counts.writeTo(out);
    return out.toByteArray();
  }

  @Test
  void everyNameOfFewIsCounted() {
    NameCounts counts = of(List.of("b", "a", "b", ""));
    assertEquals(Map.of("", 1L, "a", 1L, "b", 2L), counts.counts());
    assertEquals(4, counts.total());
    assertEquals(0, counts.rest());
  }

  @Test
  void ofManyNamesThoseWithTheSmallestUnsignedHashesAreCountedExactly() {
    TreeMap<String, Long> all =
        new TreeMap<>(Comparator.comparing(StableHash::of, Long::compareUnsigned));
    manyNames().forEach(name -> all.merge(name, 1L, Long::sum));
    Map<String, Long> expected = new TreeMap<>();
    all.entrySet().stream()
        .limit(256)
        .forEach(name -> expected.put(name.getKey(), name.getValue()));

    NameCounts counts = of(manyNames());

    assertEquals(expected, counts.counts());
    assertEquals(manyNames().size(), counts.total());
    long kept = expected.values().stream().mapToLong(Long::longValue).sum();
    assertEquals(manyNames().size() - kept, counts.rest());
  }

  @Test
  void neitherTheOrderNorThePartsMatter() {
    NameCounts expected = of(manyNames());
    for (int seed = 0; seed < 5; seed++) {
      List<String> shuffled = manyNames();
      Random random = new Random(seed);
      Collections.shuffle(shuffled, random);
      assertEquals(expected, of(shuffled));
      List<NameCounts> parts = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        parts.add(new NameCounts());
      }
      shuffled.forEach(name -> parts.get(random.nextInt(7)).add(name));
      NameCounts merged = new NameCounts();
      parts.forEach(merged::merge);
      assertEquals(expected, merged);
      assertEquals(expected.hashCode(), merged.hashCode());
      assertArrayEquals(bytes(expected), bytes(merged));
    }
  }

  @Test
  void ofEachPartThoseNamesAreCountedThatAreKeptOfAll() {
    List<String> names = manyNames();
    NameCounts whole = of(names);
    NameCounts one = new NameCounts(3);
    NameCounts two = new NameCounts(3);
    for (int i = 0; i < names.size(); i++) {
      (i % 5 == 0 ? one : two).add(names.get(i), i % 3);
    }
    one.merge(two);
    assertEquals(whole, one.of(any -> true));
    assertEquals(whole.counts(), one.counts());
    assertEquals(whole.rest(), one.rest());
    NameCounts last = one.of(part -> part == 2);
    assertEquals(names.size() / 3, last.total());
    long expected = 0;
    for (int i = 2; i < names.size(); i += 3) {
      expected += whole.counts().containsKey(names.get(i)) ? 0 : 1;
    }
    assertEquals(expected, last.rest());
    assertEquals(one, NameCounts.readFrom(new ByteReader(bytes(one))));
    assertThrows(IllegalArgumentException.class, () -> one.merge(new NameCounts(2)));
  }

  @Test
  void aLongNameIsAmongTheOthers() {
    NameCounts counts = of(List.of("x".repeat(257), "x".repeat(256)));
    assertEquals(Map.of("x".repeat(256), 1L), counts.counts());
    assertEquals(1, counts.rest());
  }

  @Test
  void bytesReadBackGiveEqualCountsThatGoOn() {
    for (List<String> names : List.of(List.<String>of(), List.of("a", "b"), manyNames())) {
      NameCounts counts = of(names);
      ByteReader in = new ByteReader(bytes(counts));
      NameCounts read = NameCounts.readFrom(in);
      assertTrue(in.atEnd());
      assertEquals(counts, read);
      read.add("zz");
      assertNotEquals(counts, read);
      counts.add("zz");
      assertEquals(counts, read);
    }
  }

  @Test
  void bytesThatAreNoCountsAreRefused() {
    byte[] bytes = bytes(of(manyNames()));
    for (int length = 0; length < bytes.length; length += 1 + length / 20) {
      ByteReader in = new ByteReader(Arrays.copyOf(bytes, length));
      assertThrows(IllegalArgumentException.class, () -> NameCounts.readFrom(in));
    }
    ByteWriter twice = new ByteWriter().writeUnsigned(1).writeUnsigned(0).writeUnsigned(2);
    twice.writeString("a").writeUnsigned(1).writeString("a").writeUnsigned(1);
    assertRefused(twice);
    ByteWriter never = new ByteWriter().writeUnsigned(1).writeUnsigned(0).writeUnsigned(1);
    assertRefused(never.writeString("a").writeUnsigned(0));
    assertRefused(new ByteWriter().writeUnsigned(1).writeUnsigned(-1).writeUnsigned(0));
  }

  private static void assertRefused(ByteWriter bytes) {
    assertThrows(
        IllegalArgumentException.class,
        () -> NameCounts.readFrom(new ByteReader(bytes.toByteArray())));
  }
}
