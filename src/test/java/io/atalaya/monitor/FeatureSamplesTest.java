package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.event.Features;
import io.atalaya.statistics.ReferenceSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeatureSamplesTest {

  private static final ReferenceProfile PROFILE = profile(1);

  private static ReferenceProfile profile(double value) {
    return ReferenceProfile.of(
        0,
        Map.of(
            "a", FeatureReference.of(ReferenceSample.of(new double[] {value})),
            "b", FeatureReference.of(ReferenceSample.of(new double[] {2}))));
  }

  private static Features features(List<String> names) {
    double[] numbers = new double[names.size()];
    Arrays.setAll(numbers, i -> names.get(i).hashCode());
    return new Features(names.toArray(String[]::new), numbers, new @Nullable String[names.size()]);
  }

  private static void add(FeatureSamples samples, int id, Features features) {
    samples.add(Rig.prediction("p" + id, Rig.START, 7, 0.5, features));
  }

  /** What is stated of each feature; of the predictions under the empty name. */
  private static Map<String, String> stated(FeatureSamples samples) {
    Map<String, String> stated = new TreeMap<>();
    samples.forEach(
        (feature, body) -> {
          ByteWriter out = new ByteWriter();
          body.accept(out);
          stated.put(feature, HexFormat.of().formatHex(out.toByteArray()));
        });
    return stated;
  }

  private static FeatureSamples restored(FeatureSamples samples, ReferenceProfile current) {
    ByteWriter out = new ByteWriter();
    samples.writeTo(out);
    return FeatureSamples.readFrom(new ByteReader(out.toByteArray()), current, 10);
  }

  @Test
  void ofTooManyFeaturesTheSameOnesAreKeptWhateverTheOrder() {
    Map<String, String> expected = Map.of();
    for (int seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      List<Integer> ids = new ArrayList<>(IntStream.range(0, 60).boxed().toList());
      Collections.shuffle(ids, random);
      FeatureSamples samples = new FeatureSamples(null, 10);
      for (int id : ids) {
        // Ten features each, of 300 in all; the last ones of every prediction are the same.
        List<String> names = new ArrayList<>(List.of("x", "y"));
        IntStream.range(0, 10).forEach(i -> names.add("f%03d".formatted(id * 5 + i)));
        Collections.shuffle(names, random);
        add(samples, id, features(names));
      }
      Map<String, String> stated = stated(samples);
      assertEquals(251, stated.size());
      if (seed > 0) {
        assertEquals(expected, stated);
      }
      expected = stated;
    }
  }

  @Test
  void aFeatureThatTheProfileDoesNotHaveIsNotCounted() {
    FeatureSamples samples = new FeatureSamples(PROFILE, 10);
    add(samples, 1, features(List.of("b", "c")));
    add(samples, 2, features(List.of("b", "c")));
    assertEquals(Set.of("", "b"), stated(samples).keySet());
  }

  @Test
  void aPaneGoesOnUnderItsOwnProfile() {
    FeatureSamples samples = new FeatureSamples(PROFILE, 10);
    add(samples, 1, features(List.of("a", "b")));
    FeatureSamples restored = restored(samples, PROFILE);
    assertEquals(stated(samples), stated(restored));
    add(samples, 2, features(List.of("a", "b")));
    add(restored, 2, features(List.of("a", "b")));
    assertEquals(stated(samples), stated(restored));
  }

  /** What it states is then of the old profile still, and nobody takes it for the new one's. */
  @Test
  void aPaneOfAnotherProfileCountsNoValueAnyMore() {
    FeatureSamples samples = new FeatureSamples(PROFILE, 10);
    add(samples, 1, features(List.of("a", "b")));
    FeatureSamples restored = restored(samples, profile(3));
    add(restored, 2, features(List.of("a", "b")));
    assertEquals(Set.of(""), stated(restored).keySet());
    ByteReader in = new ByteReader(HexFormat.of().parseHex(stated(restored).getOrDefault("", "")));
    assertEquals(PROFILE.id(), in.readString());
  }

  @Test
  void aPaneOfValuesGoesOnWhenAProfileIsKnown() {
    FeatureSamples samples = new FeatureSamples(null, 10);
    add(samples, 1, features(List.of("a", "z")));
    FeatureSamples restored = restored(samples, PROFILE);
    add(samples, 2, features(List.of("a", "z")));
    add(restored, 2, features(List.of("a", "z")));
    assertEquals(stated(samples), stated(restored));
  }
}
