package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.ReferenceSample;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReferenceColumnTest {

  @Test
  void rowsWithoutAValueAreMissing() {
    assertEquals(
        Optional.of(new FeatureReference(ReferenceSample.of(new double[] {1, 3}), 3, 1, 0)),
        new ReferenceColumn.Numbers(new double[] {1, Double.NaN, 3}).reference());
    assertEquals(
        Optional.of(new FeatureReference(CategorySample.of(Map.of("a", 2L), 0), 4, 2, 0)),
        new ReferenceColumn.Names(new @Nullable String[] {"a", null, null, "a"}).reference());
  }

  @Test
  void withoutAValueThereIsNoReference() {
    assertEquals(
        Optional.empty(), new ReferenceColumn.Numbers(new double[] {Double.NaN}).reference());
    assertEquals(
        Optional.empty(), new ReferenceColumn.Names(new @Nullable String[] {null}).reference());
  }

  @Test
  void ofTooManyNamesThereIsNone() {
    @Nullable String[] names = new @Nullable String[513];
    Arrays.setAll(names, i -> "n" + i);
    assertEquals(Optional.empty(), new ReferenceColumn.Names(names).reference());
    names[512] = names[511];
    assertEquals(513, new ReferenceColumn.Names(names).reference().orElseThrow().size());
  }

  @Test
  void aReferenceKnowsHowManyValuesToExpect() {
    FeatureReference reference =
        new FeatureReference(ReferenceSample.of(new double[] {1, 3}), 10, 3, 1);
    assertEquals(600, reference.expected(1_000));
    assertEquals(0, reference.expected(0));
    assertEquals(1_000, FeatureReference.of(reference.values()).expected(1_000));
  }

  @Test
  void aReferenceHasAValue() {
    ReferenceSample values = ReferenceSample.of(new double[] {1});
    assertThrows(IllegalArgumentException.class, () -> new FeatureReference(values, 3, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new FeatureReference(values, 3, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> new FeatureReference(values, 3, 0, -1));
  }
}
