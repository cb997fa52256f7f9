package io.atalaya.drift;

import io.atalaya.drift.DriftVerdict.Drifted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which features drift most: those whose verdict is {@link Drifted}, by the distance of their last
 * closed window times their importance.
 *
 * <p>The distance is on one scale for features of every kind, and does not grow with the number of
 * values as statistics do. Stateless.
 */
public final class DriftRanking {

  /**
   * A feature that drifts.
   *
   * @param feature its name
   * @param figures those of its last closed window
   * @param score distance times importance, 0 or more
   */
  public record Drifting(String feature, DriftFigures figures, double score) {}

  private static final Comparator<Drifting> MOST_FIRST =
      Comparator.comparingDouble(Drifting::score).reversed().thenComparing(Drifting::feature);

  private DriftRanking() {}

  /** The features that drift, the one that drifts most first; of equal ones by name. */
  public static List<Drifting> of(Map<String, DriftVerdict> verdicts, DriftSettings settings) {
    List<Drifting> drifting = new ArrayList<>();
    verdicts.forEach(
        (feature, verdict) -> {
          if (verdict instanceof Drifted(DriftFigures figures, _)) {
            double score = figures.distance() * settings.feature(feature).importance();
            drifting.add(new Drifting(feature, figures, score));
          }
        });
    drifting.sort(MOST_FIRST);
    return drifting;
  }
}
