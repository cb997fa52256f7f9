package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.api.Test;

/**
 * What holds for every accumulator. A test of one extends this, and says how it is made and filled.
 *
 * @param <A> the accumulator
 * @param <V> what is added to it
 */
public abstract class AccumulatorLaws<A extends Accumulator<A>, V> {

  /** Values of the ordinary kind, ties among them; the seed is fixed. */
  protected static List<Double> ordinaryDoubles(boolean signed) {
    Random random = new Random(20_261_123);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      double value = 100 * random.nextGaussian();
      double rounded = i % 3 == 0 ? Math.rint(value) : value;
      values.add(signed ? rounded : Math.abs(rounded));
    }
    Collections.addAll(values, 0.0, -0.0, 0.1, 0.1, Double.MIN_VALUE, 1e-9);
    return values;
  }

  protected abstract A empty();

  protected abstract void add(A accumulator, V value);

  /** Takes a value back that was added. */
  protected void remove(A accumulator, V value) {
    A one = empty();
    add(one, value);
    accumulator.retract(one);
  }

  protected abstract A copy(A accumulator);

  protected abstract void write(A accumulator, ByteWriter out);

  protected abstract A read(ByteReader in);

  /** Values that do not cancel one another out. */
  protected abstract List<V> values();

  /** Values so large that plain doubles would lose all others beside them. */
  protected abstract List<V> outliers();

  protected abstract List<V> refused();

  private A of(Iterable<V> values) {
    A accumulator = empty();
    values.forEach(value -> add(accumulator, value));
    return accumulator;
  }

  private byte[] bytes(A accumulator) {
    ByteWriter out = new ByteWriter();
    write(accumulator, out);
    return out.toByteArray();
  }

  /** Equal in every way that can be seen. */
  private void assertSame(A expected, A actual) {
    assertEquals(expected, actual);
    assertEquals(expected.hashCode(), actual.hashCode());
    assertArrayEquals(bytes(expected), bytes(actual));
    assertEquals(expected.isEmpty(), actual.isEmpty());
  }

  @Test
  void aNewOneIsEmpty() {
    assertTrue(empty().isEmpty());
    assertSame(empty(), empty());
  }

  @Test
  void oneWithValuesIsNotEmptyAndDiffersFromAnother() {
    A all = of(values());
    A fewer = of(values().subList(1, values().size()));
    assertFalse(all.isEmpty());
    assertNotEquals(empty(), all);
    assertNotEquals(fewer, all);
  }

  @Test
  void theOrderOfTheValuesDoesNotMatter() {
    A expected = of(values());
    for (int seed = 0; seed < 5; seed++) {
      List<V> shuffled = new ArrayList<>(values());
      Collections.shuffle(shuffled, new Random(seed));
      assertSame(expected, of(shuffled));
    }
  }

  @Test
  void mergingAnEmptyOneChangesNothing() {
    A expected = of(values());
    A merged = of(values());
    merged.merge(empty());
    assertSame(expected, merged);
    merged.retract(empty());
    assertSame(expected, merged);
    A intoEmpty = empty();
    intoEmpty.merge(expected);
    assertSame(expected, intoEmpty);
  }

  @Test
  void mergingPartsInAnyOrderEqualsAddingAll() {
    List<V> all = new ArrayList<>(values());
    all.addAll(outliers());
    A expected = of(all);
    for (int parts = 2; parts <= 60; parts += 29) {
      Random random = new Random(parts);
      List<A> divided = new ArrayList<>();
      for (int i = 0; i < parts; i++) {
        divided.add(empty());
      }
      all.forEach(value -> add(divided.get(random.nextInt(divided.size())), value));
      A merged = empty();
      divided.forEach(merged::merge);
      assertSame(expected, merged);
      Collections.shuffle(divided, random);
      A backwards = empty();
      divided.forEach(backwards::merge);
      assertSame(expected, backwards);
    }
  }

  @Test
  void mergingLeavesTheOtherAsItWas() {
    A other = of(values());
    byte[] before = bytes(other);
    A merged = of(outliers());
    merged.merge(other);
    merged.retract(other);
    assertArrayEquals(before, bytes(other));
  }

  @Test
  void mergingWithItselfDoublesAndRetractingItselfEmpties() {
    A doubled = of(values());
    doubled.merge(copy(doubled));
    A self = of(values());
    self.merge(self);
    assertSame(doubled, self);
    self.retract(self);
    assertSame(empty(), self);
  }

  @Test
  void retractUndoesMergeAlsoAfterAnOutlier() {
    A expected = of(values());
    A other = of(values().subList(0, values().size() / 2));
    outliers().forEach(value -> add(other, value));
    A merged = of(values());
    merged.merge(other);
    assertNotEquals(expected, merged);
    merged.retract(other);
    assertSame(expected, merged);
  }

  @Test
  void removeUndoesAddAlsoAfterAnOutlier() {
    A expected = of(values());
    for (V outlier : outliers()) {
      A accumulator = of(values());
      add(accumulator, outlier);
      assertNotEquals(expected, accumulator);
      remove(accumulator, outlier);
      assertSame(expected, accumulator);
    }
  }

  @Test
  void takingEverythingBackLeavesAnEmptyOne() {
    A removed = of(values());
    values().forEach(value -> remove(removed, value));
    assertSame(empty(), removed);
    A retracted = of(values());
    retracted.retract(of(values()));
    assertSame(empty(), retracted);
  }

  @Test
  void aCopyIsIndependent() {
    A original = of(values());
    A copy = copy(original);
    assertSame(original, copy);
    add(copy, outliers().getFirst());
    assertSame(of(values()), original);
    assertNotEquals(original, copy);
  }

  @Test
  void bytesReadBackGiveAnEqualOneThatGoesOn() {
    List<V> all = new ArrayList<>(values());
    all.addAll(outliers());
    ByteReader in = new ByteReader(bytes(of(values())));
    A restored = read(in);
    assertTrue(in.atEnd());
    assertSame(of(values()), restored);
    outliers().forEach(value -> add(restored, value));
    assertSame(of(all), restored);
    assertSame(empty(), read(new ByteReader(bytes(empty()))));
  }

  @Test
  void truncatedBytesAreRefused() {
    byte[] bytes = bytes(of(values()));
    for (int length = 0; length < bytes.length; length += 1 + length / 50) {
      ByteReader in = new ByteReader(Arrays.copyOf(bytes, length));
      assertThrows(IllegalArgumentException.class, () -> read(in));
    }
  }

  @Test
  void refusedValuesLeaveTheStateAsItWas() {
    A expected = of(values());
    for (V refused : refused()) {
      A accumulator = of(values());
      assertThrows(IllegalArgumentException.class, () -> add(accumulator, refused));
      assertThrows(IllegalArgumentException.class, () -> remove(accumulator, refused));
      assertSame(expected, accumulator);
    }
  }
}
