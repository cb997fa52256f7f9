package io.atalaya.report;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of one version in a period.
 *
 * @param model the model
 * @param version the version
 * @param unit the unit of its numbers; null where none is given
 * @param team who owns it; null where that is not given
 * @param figures its figures, in the order of {@link Figure}
 * @param episodes the checks that fired in the period, the earliest first
 * @param firing the checks that fired at the end of the last whole hour
 * @param drifting the features that drifted then, the one that drifted most first
 * @param invalidations how often the model's cached answers were invalidated, by reason
 */
public record VersionReport(
    String model,
    String version,
    @Nullable String unit,
    @Nullable String team,
    List<FigureTrend> figures,
    List<Episode> episodes,
    List<String> firing,
    List<String> drifting,
    SortedMap<String, Long> invalidations) {

  public VersionReport {
    figures = List.copyOf(figures);
    episodes = List.copyOf(episodes);
    firing = List.copyOf(firing);
    drifting = List.copyOf(drifting);
    invalidations = Collections.unmodifiableSortedMap(invalidations);
  }
}
