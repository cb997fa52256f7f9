package io.atalaya.adapter.rest;

import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.Reference;
import io.atalaya.drift.ReferenceHistory.InForce;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.Variation;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.ReferenceSample;
import java.util.List;
import java.util.Optional;
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
 * @param features its features by name; of a seasonal one those of the season that was asked for
 * @param variation how much features vary within the reference, where that is known
 */
public record ReferenceView(
    String model,
    String version,
    ReferenceList.Entry reference,
    SortedMap<String, Feature> features,
    SortedMap<String, FeatureVariation> variation) {

  /**
   * How much a feature varies.
   *
   * @param effects the least effect of each test that is not found within the reference, by test
   * @param inflation how many of its values are worth one that depends on no other, by the number
   *     of values in a row
   * @param missingInflation the same of whether it has a value
   */
  @Schema(name = "FeatureVariation")
  public record FeatureVariation(
      SortedMap<String, Double> effects,
      SortedMap<Integer, Double> inflation,
      SortedMap<Integer, Double> missingInflation) {

    private static FeatureVariation of(Variation variation) {
      SortedMap<String, Double> effects = new TreeMap<>();
      variation.effects().forEach((test, effect) -> effects.put(test.label(), effect));
      return new FeatureVariation(
          effects, variation.inflation().byLength(), variation.missing().byLength());
    }
  }

  /**
   * One feature.
   *
   * @param predictions how many predictions, or rows of a file, the reference is made from
   * @param missing in how many of them the feature is null or absent
   * @param mistyped in how many it is of another type
   * @param numbers the distribution of numbers
   * @param categories the distribution of names
   */
  @Schema(name = "ReferenceFeature")
  public record Feature(
      long predictions,
      long missing,
      long mistyped,
      Optional<Numbers> numbers,
      Optional<Categories> categories) {

    private static Feature of(FeatureReference reference) {
      return switch (reference.values()) {
        case ReferenceSample sample -> of(reference, Numbers.of(sample), null);
        case CategorySample sample -> of(reference, null, Categories.of(sample));
      };
    }

    private static Feature of(
        FeatureReference reference, @Nullable Numbers numbers, @Nullable Categories categories) {
      return new Feature(
          reference.predictions(),
          reference.missing(),
          reference.mistyped(),
          Optional.ofNullable(numbers),
          Optional.ofNullable(categories));
    }
  }

  /**
   * A distribution of numbers.
   *
   * @param size how many there are
   * @param mean their mean
   * @param standardDeviation their sample standard deviation
   * @param knots distinct values, ascending
   * @param below how many values are less than each knot
   * @param upTo how many are each knot or less
   */
  @Schema(name = "ReferenceNumbers")
  public record Numbers(
      int size,
      double mean,
      double standardDeviation,
      List<Double> knots,
      List<Integer> below,
      List<Integer> upTo) {

    private static Numbers of(ReferenceSample sample) {
      return new Numbers(
          sample.size(),
          sample.mean(),
          sample.standardDeviation(),
          IntStream.range(0, sample.knots()).mapToObj(sample::knot).toList(),
          IntStream.range(0, sample.knots()).mapToObj(sample::countBelow).toList(),
          IntStream.range(0, sample.knots()).mapToObj(sample::countUpTo).toList());
    }
  }

  /**
   * A distribution of names.
   *
   * @param counts how often each name occurs
   * @param other how many values have names that are not told apart
   */
  @Schema(name = "ReferenceCategories")
  public record Categories(SortedMap<String, Long> counts, long other) {

    private static Categories of(CategorySample sample) {
      SortedMap<String, Long> counts = new TreeMap<>();
      for (int i = 0; i < sample.names(); i++) {
        counts.put(sample.name(i), sample.count(i));
      }
      return new Categories(counts, sample.other());
    }
  }

  /**
   * The view of a reference.
   *
   * @param shown its distributions that are shown: all, those of a season, or none
   */
  static ReferenceView of(
      String model,
      String version,
      Reference reference,
      Optional<ReferenceProfile> shown,
      @Nullable InForce now) {
    SortedMap<String, Feature> features = new TreeMap<>();
    SortedMap<String, FeatureVariation> variation = new TreeMap<>();
    if (shown.isPresent()) {
      shown.get().features().forEach((name, one) -> features.put(name, Feature.of(one)));
      shown.get().variation().forEach((name, one) -> variation.put(name, FeatureVariation.of(one)));
    }
    return new ReferenceView(
        model, version, ReferenceList.Entry.of(reference, now), features, variation);
  }
}
