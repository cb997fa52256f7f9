package io.atalaya.accuracy;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Probabilities;
import io.atalaya.statistics.ConfidenceLimits;
import io.atalaya.statistics.RocAuc;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The counts and sums behind {@link ClassificationQuality}, all of them exact.
 *
 * <p>With a positive class, all other classes are one, and the model is a binary one. Without, each
 * class is counted by its name; where no other classes than {@code 0} and {@code 1}, or {@code
 * false} and {@code true}, were predicted, true or stated, the figures are those of a binary model
 * with the positive class {@code 1} or {@code true}.
 *
 * <p>Cost: an add looks up two classes, and each one stated. Memory: for each class a name and
 * three counts, and where probabilities are stated two sparse histograms. There is no bound on the
 * number of classes here, since one would make the counts depend on the order of the pairs: names
 * are bounded where they come from. One writer.
 */
public final class ClassificationCounts implements ScoredPairs<ClassificationCounts> {

  /** With more classes stated, an area for each says little and costs much. */
  private static final int MOST_RANKED = 20;

  private static final int MOST_LISTED = 1_000;

  /** Classes that are truth values, the second of each the positive one. */
  private static final List<List<String>> TRUTH_VALUES =
      List.of(List.of("0", "1"), List.of("false", "true"));

  private static final Comparator<ClassFigures> BY_SUPPORT =
      Comparator.comparingLong(ClassFigures::support).reversed().thenComparing(ClassFigures::name);

  private final @Nullable String positive;
  private final String others;
  private long scored;

  /** The pairs that state more classes than are ranked. */
  private long unranked;

  private final TreeMap<String, ClassCounts> classes = new TreeMap<>();
  private final ProbabilityLosses losses;
  private final CalibrationCounts calibration;

  /** Counts every class by its name. */
  public ClassificationCounts() {
    this(null, new ProbabilityLosses(), new CalibrationCounts());
  }

  /** Counts one class, the positive one, against all others. */
  public ClassificationCounts(String positive) {
    this(positive, new ProbabilityLosses(), new CalibrationCounts());
  }

  private ClassificationCounts(
      @Nullable String positive, ProbabilityLosses losses, CalibrationCounts calibration) {
    this.positive = positive;
    this.losses = losses;
    this.calibration = calibration;
    others = positive == null ? "" : "not " + positive;
  }

  /** Counts without pairs, of the same positive class. */
  public ClassificationCounts emptyOne() {
    return positive == null ? new ClassificationCounts() : new ClassificationCounts(positive);
  }

  /** Adds a pair. */
  public void add(Classified pair) {
    Classified seen = positive == null ? pair : pair.against(positive, others);
    boolean hit = seen.predicted().equals(seen.actual());
    scored++;
    counts(seen.actual()).addActual();
    counts(seen.predicted()).addPredicted(hit);
    Probabilities stated = seen.probabilities();
    if (stated != null) {
      losses.add(stated, seen.actual());
      calibrate(stated, seen);
      rank(stated, seen.actual());
    }
  }

  @Override
  public void merge(ClassificationCounts other) {
    requireSamePositive(other);
    scored += other.scored;
    unranked += other.unranked;
    other.classes.forEach((name, more) -> counts(name).merge(more));
    losses.merge(other.losses);
    calibration.merge(other.calibration);
  }

  @Override
  public void retract(ClassificationCounts other) {
    requireSamePositive(other);
    other.classes.forEach(
        (name, less) -> classes.getOrDefault(name, new ClassCounts()).requireCounted(name, less));
    scored -= other.scored;
    unranked -= other.unranked;
    other.classes.forEach((name, less) -> counts(name).retract(less));
    classes.values().removeIf(ClassCounts::isEmpty);
    losses.retract(other.losses);
    calibration.retract(other.calibration);
  }

  @Override
  public boolean isEmpty() {
    return scored == 0;
  }

  @Override
  public long scored() {
    return scored;
  }

  @Override
  public OptionalDouble estimator(String name) {
    return snapshot().figure(name);
  }

  @Override
  public Optional<? extends ConfidenceLimits> independently(String name) {
    return snapshot().independently(name);
  }

  /** The figures of the pairs added so far. */
  public ClassificationQuality snapshot() {
    List<ClassFigures> all =
        classes.entrySet().stream()
            .filter(entry -> entry.getValue().occurs())
            .map(entry -> entry.getValue().figures(entry.getKey()))
            .sorted(BY_SUPPORT)
            .toList();
    Optional<ClassFigures> one =
        Optional.ofNullable(positiveClass())
            .map(name -> classes.getOrDefault(name, new ClassCounts()).figures(name));
    List<ClassFigures> averaged = one.map(List::of).orElse(all);
    double scale = one.isPresent() ? 0.5 : 1;
    return new ClassificationQuality(
        scored,
        all.stream().mapToLong(ClassFigures::hits).sum(),
        one,
        mean(averaged, ClassFigures::precision),
        mean(averaged, ClassFigures::recall),
        mean(averaged, ClassFigures::f1),
        losses.count(),
        losses.meanLogLoss(),
        losses.logLossError(),
        scaled(losses.meanBrier(), scale),
        scaled(losses.brierError(), scale),
        roc(one),
        calibration.error(),
        calibration.curve(),
        all.stream().limit(MOST_LISTED).toList());
  }

  /** Writes a few bytes a class, and about a hundred more where there are probabilities. */
  public void writeTo(ByteWriter out) {
    out.writeByte(positive == null ? 0 : 1);
    if (positive != null) {
      out.writeString(positive);
    }
    out.writeUnsigned(unranked).writeUnsigned(classes.size());
    classes.forEach((name, counts) -> counts.writeTo(out.writeString(name)));
    losses.writeTo(out);
    calibration.writeTo(out);
  }

  public static ClassificationCounts readFrom(ByteReader in) {
    String positive = in.readByte() == 0 ? null : in.readString();
    long unranked = in.readUnsigned();
    TreeMap<String, ClassCounts> classes = new TreeMap<>();
    for (int i = in.readCount(); i > 0; i--) {
      classes.put(in.readString(), ClassCounts.readFrom(in));
    }
    ClassificationCounts read =
        new ClassificationCounts(
            positive, ProbabilityLosses.readFrom(in), CalibrationCounts.readFrom(in));
    read.unranked = unranked;
    read.classes.putAll(classes);
    read.scored = classes.values().stream().mapToLong(ClassCounts::support).sum();
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof ClassificationCounts other
        && Objects.equals(positive, other.positive)
        && unranked == other.unranked
        && classes.equals(other.classes)
        && losses.equals(other.losses)
        && calibration.equals(other.calibration);
  }

  @Override
  public int hashCode() {
    return Objects.hash(positive, scored, losses);
  }

  private ClassCounts counts(String name) {
    ClassCounts counts = classes.get(name);
    if (counts == null) {
      counts = new ClassCounts();
      classes.put(name, counts);
    }
    return counts;
  }

  private void calibrate(Probabilities stated, Classified pair) {
    String name = positive == null ? pair.predicted() : positive;
    double probability = stated.of(name);
    if (!Double.isNaN(probability)) {
      calibration.add(probability, pair.actual().equals(name));
    }
  }

  private void rank(Probabilities stated, String actual) {
    if (stated.size() > MOST_RANKED) {
      unranked++;
      return;
    }
    for (int i = 0; i < stated.size(); i++) {
      String name = stated.name(i);
      counts(name).addProbability(stated.value(i), name.equals(actual));
    }
  }

  /** The positive class of a binary model, null for several classes. */
  private @Nullable String positiveClass() {
    if (positive != null || classes.isEmpty() || unranked > 0) {
      return positive;
    }
    for (List<String> names : TRUTH_VALUES) {
      if (names.containsAll(classes.keySet())) {
        return names.getLast();
      }
    }
    return null;
  }

  private Optional<RocAuc> roc(Optional<ClassFigures> one) {
    if (one.isPresent()) {
      return classes.getOrDefault(one.get().name(), new ClassCounts()).auc();
    }
    List<RocAuc> areas =
        classes.values().stream().map(ClassCounts::auc).flatMap(Optional::stream).toList();
    return areas.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RocAuc(
                areas.stream().mapToDouble(RocAuc::value).sum() / areas.size(),
                areas.stream().mapToDouble(RocAuc::errorBound).sum() / areas.size(),
                OptionalDouble.empty()));
  }

  private void requireSamePositive(ClassificationCounts other) {
    if (!Objects.equals(positive, other.positive)) {
      throw new IllegalArgumentException(
          "counts with the positive class %s cannot take those with %s"
              .formatted(positive, other.positive));
    }
  }

  private static OptionalDouble mean(
      List<ClassFigures> classes, Function<ClassFigures, OptionalDouble> figure) {
    return classes.stream().map(figure).flatMapToDouble(OptionalDouble::stream).average();
  }

  private static OptionalDouble scaled(OptionalDouble value, double factor) {
    return value.isEmpty() ? value : OptionalDouble.of(factor * value.getAsDouble());
  }
}
