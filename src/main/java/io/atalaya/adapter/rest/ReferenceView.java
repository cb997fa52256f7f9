package io.atalaya.adapter.rest;

import io.atalaya.drift.DriftTest;
import io.atalaya.drift.Reference;
import io.atalaya.drift.ReferenceHistory.InForce;
import io.atalaya.statistics.ReferenceSample;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One reference with its distributions.
 *
 * @param model the model's name
 * @param version the version's name
 * @param reference where it comes from and when it is in force
 * @param features its distributions by feature
 * @param variation the least effect of each test that is not found within the reference, by feature
 *     and test, where that is known
 */
public record ReferenceView(
    String model,
    String version,
    ReferenceList.Entry reference,
    SortedMap<String, Distribution> features,
    SortedMap<String, SortedMap<String, Double>> variation) {

  /**
   * A distribution.
   *
   * @param size the number of values
   * @param mean their mean
   * @param standardDeviation their sample standard deviation
   * @param knots distinct values, ascending
   * @param below how many values are less than each knot
   * @param upTo how many are each knot or less
   */
  @Schema(name = "ReferenceDistribution")
  public record Distribution(
      int size,
      double mean,
      double standardDeviation,
      List<Double> knots,
      List<Integer> below,
      List<Integer> upTo) {

    private static Distribution of(ReferenceSample sample) {
      return new Distribution(
          sample.size(),
          sample.mean(),
          sample.standardDeviation(),
          IntStream.range(0, sample.knots()).mapToObj(sample::knot).toList(),
          IntStream.range(0, sample.knots()).mapToObj(sample::countBelow).toList(),
          IntStream.range(0, sample.knots()).mapToObj(sample::countUpTo).toList());
    }
  }

  static ReferenceView of(
      String model, String version, Reference reference, @Nullable InForce now) {
    SortedMap<String, Distribution> features = new TreeMap<>();
    reference
        .profile()
        .features()
        .forEach((name, sample) -> features.put(name, Distribution.of(sample)));
    SortedMap<String, SortedMap<String, Double>> variation = new TreeMap<>();
    reference
        .profile()
        .variation()
        .forEach((name, effects) -> variation.put(name, byLabel(effects)));
    return new ReferenceView(
        model, version, ReferenceList.Entry.of(reference, now), features, variation);
  }

  private static SortedMap<String, Double> byLabel(Map<DriftTest, Double> effects) {
    SortedMap<String, Double> labelled = new TreeMap<>();
    effects.forEach((test, effect) -> labelled.put(test.label(), effect));
    return labelled;
  }
}
