package io.atalaya.drift;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.DriftVerdict.Drifted;
import io.atalaya.drift.DriftVerdict.InsufficientData;
import io.atalaya.drift.DriftVerdict.Stable;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rule by which the features of one model version drift or do not.
 *
 * <p>It judges <i>closed tumbling</i> windows, aligned to the epoch, and never an open one: a
 * window judged again at every pane would be many tests in the guise of one. Of a feature,
 *
 * <ul>
 *   <li>a window is a <i>hit</i> if the p-value of its distribution, after Benjamini and Hochberg
 *       over the features judged at the same boundary, is at most the level (times the number of
 *       tests, where two decide), and any effect of its distribution is at or above its bound; or
 *       if the same holds of one test of its health as an input, with the p-value and the effect of
 *       that test. Without a p-value there is none.
 *   <li>The verdict is {@link Drifted} if at least {@code at-least} of the last {@code of} closed
 *       windows were hits, and {@link Stable} if not. It is {@link InsufficientData} if the last
 *       one had fewer than {@code min-samples} values, and was no hit by what is missing or
 *       mistyped in as many predictions, or if there is no reference. Such a window is no hit, but
 *       it counts among the last ones, so that old hits pass away.
 * </ul>
 *
 * <p>A feature that a judgement does not name keeps its verdict. When the reference changes, all
 * begins anew. Boundaries must be judged in rising order; judging one again changes nothing.
 * Whoever takes the version over restores the state and goes on.
 *
 * <p>One writer at a time. A judgement of k features costs O(k log k); memory is some hundred bytes
 * a feature.
 */
public final class DriftRule {

  /**
   * One feature's past.
   *
   * @param hits a bit for each of the last {@code of} closed windows, the very last one lowest
   * @param verdict the verdict after the last one
   */
  private record Past(BigInteger hits, DriftVerdict verdict) {}

  /** Hits are written as hexadecimal digits. */
  private static final int RADIX = 16;

  private final DriftSettings settings;
  private final BigInteger lastOnes;
  private final SortedMap<String, Past> features = new TreeMap<>();
  private String reference = "";
  private long closedAtMillis = Long.MIN_VALUE;

  /** A rule for a version that was never judged. */
  public DriftRule(DriftSettings settings) {
    this.settings = settings;
    this.lastOnes = BigInteger.ONE.shiftLeft(settings.persistence().of()).subtract(BigInteger.ONE);
  }

  /** Names the reference of the judgements to come. One other than before makes all begin anew. */
  public void compareWith(String referenceId) {
    if (!reference.equals(referenceId)) {
      reference = referenceId;
      features.clear();
    }
  }

  /**
   * Whether a tumbling window closes at boundary {@code t}: at a multiple of its length, once it
   * has enough values, or when it would otherwise outgrow {@code max-window}. One that does not
   * close runs on to the next multiple.
   *
   * @param windowStart where the window began, in milliseconds since the epoch
   * @param t the pane boundary, after {@code windowStart}
   * @param n the values in the window so far, or half of those to be expected of its predictions if
   *     that is more: a feature of which less is there than that does not wait for the rest
   */
  public boolean closes(long windowStart, long t, long n) {
    long length = settings.window().toMillis();
    return Math.floorMod(t, length) == 0
        && t > windowStart
        && (n >= settings.minSamples()
            || t + length - windowStart > settings.maxWindow().toMillis());
  }

  /**
   * Judges the windows that close at a boundary.
   *
   * @param t the boundary, in milliseconds since the epoch
   * @param windows what comparing each feature's window gave; p-values are adjusted here
   * @return the verdicts of all features, by name
   */
  public SortedMap<String, DriftVerdict> judge(long t, Map<String, ? extends Comparison> windows) {
    if (t > closedAtMillis) {
      closedAtMillis = t;
      SortedMap<String, DriftFigures> measured = new TreeMap<>();
      windows.forEach(
          (feature, window) -> {
            switch (window) {
              case InsufficientData missing -> close(feature, missing);
              case DriftFigures figures -> measured.put(feature, figures);
            }
          });
      TestFamilies families = TestFamilies.of(measured, settings.minSamples());
      double alpha = alpha(families);
      families.adjusted().forEach((feature, figures) -> close(feature, figures, alpha));
    }
    return verdicts();
  }

  /** The verdicts after the last judgement, by feature. */
  public SortedMap<String, DriftVerdict> verdicts() {
    SortedMap<String, DriftVerdict> verdicts = new TreeMap<>();
    features.forEach((feature, past) -> verdicts.put(feature, past.verdict));
    return Collections.unmodifiableSortedMap(verdicts);
  }

  /** The features that drift after the last judgement, the one that drifts most first. */
  public List<DriftRanking.Drifting> ranking() {
    return DriftRanking.of(verdicts(), settings);
  }

  /**
   * Whether some feature's drift cannot be said to be over: it lacks data now, and enough of its
   * last windows were hits.
   */
  boolean lacksDataWhileDrifting() {
    return features.values().stream()
        .anyMatch(
            past ->
                past.verdict instanceof InsufficientData
                    && past.hits.bitCount() >= settings.persistence().atLeast());
  }

  private void close(String feature, InsufficientData missing) {
    features.put(feature, new Past(hitsBefore(feature).shiftLeft(1).and(lastOnes), missing));
  }

  /** The level for features judged together; all have windows and references of about one size. */
  private double alpha(TestFamilies families) {
    return settings
        .level()
        .alpha(families.stakes(), families.shared(), settings.window(), settings.persistence());
  }

  private void close(String feature, DriftFigures figures, double alpha) {
    boolean hit = isHit(figures, alpha);
    if (!hit && figures.n() < settings.minSamples()) {
      close(feature, new InsufficientData(figures.n(), settings.minSamples()));
      return;
    }
    BigInteger before = hitsBefore(feature).shiftLeft(1);
    BigInteger hits = (hit ? before.setBit(0) : before).and(lastOnes);
    int counted = hits.bitCount();
    features.put(
        feature,
        new Past(
            hits,
            counted >= settings.persistence().atLeast()
                ? new Drifted(figures, counted)
                : new Stable(figures, counted)));
  }

  private static boolean isHit(DriftFigures figures, double alpha) {
    OptionalDouble p = figures.adjustedP();
    boolean isRelevant =
        figures.results().stream()
            .anyMatch(result -> !result.test().isOfHealth() && result.isRelevant());
    return (isRelevant && p.isPresent() && p.getAsDouble() <= alpha)
        || figures.results().stream()
            .anyMatch(result -> result.test().isOfHealth() && isHit(result, alpha));
  }

  private static boolean isHit(TestResult result, double alpha) {
    OptionalDouble p = result.adjustedP();
    return result.isRelevant() && p.isPresent() && p.getAsDouble() <= alpha;
  }

  private BigInteger hitsBefore(String feature) {
    Past past = features.get(feature);
    return past == null ? BigInteger.ZERO : past.hits;
  }

  /** Writes the state; the settings are known to whoever reads it. */
  public void writeTo(ByteWriter out) {
    out.writeString(reference).writeSigned(closedAtMillis).writeUnsigned(features.size());
    features.forEach(
        (feature, past) -> {
          out.writeString(feature).writeString(past.hits.toString(RADIX));
          past.verdict.writeTo(out);
        });
  }

  /**
   * Reads what {@link #writeTo} wrote, perhaps under other settings: verdicts then change with the
   * next judgement.
   *
   * @throws IllegalArgumentException if the bytes make no sense
   */
  public static DriftRule readFrom(ByteReader in, DriftSettings settings) {
    DriftRule rule = new DriftRule(settings);
    rule.reference = in.readString();
    rule.closedAtMillis = in.readSigned();
    int count = in.readCount();
    for (int i = 0; i < count; i++) {
      String feature = in.readString();
      BigInteger hits = new BigInteger(in.readString(), RADIX).and(rule.lastOnes);
      rule.features.put(feature, new Past(hits, DriftVerdict.readFrom(in)));
    }
    return rule;
  }
}
