package io.atalaya.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What became of all models in a period.
 *
 * @param period the period
 * @param until until when there is something: its end, or the time it was made if that is earlier
 * @param made when it was made
 * @param models one entry of each version, those with open episodes first, then by name
 */
public record Report(ReportPeriod period, Instant until, Instant made, List<VersionReport> models) {

  private static final Comparator<VersionReport> WORST_FIRST =
      Comparator.comparing((VersionReport version) -> version.firing().isEmpty())
          .thenComparing(VersionReport::model)
          .thenComparing(VersionReport::version);

  public Report {
    models = models.stream().sorted(WORST_FIRST).toList();
  }

  /** What got worse, of all models: see {@link FigureTrend#isWorse}. */
  public List<Worsening> worsenings() {
    return models.stream()
        .flatMap(
            version ->
                version.figures().stream()
                    .filter(FigureTrend::isWorse)
                    .map(figure -> new Worsening(version, figure)))
        .toList();
  }

  /** All that fired in the period, of all models. */
  public long episodes() {
    return models.stream().mapToLong(version -> version.episodes().size()).sum();
  }

  /** The models of which at least one check fires at the end. */
  public List<String> firing() {
    return models.stream()
        .filter(version -> !version.firing().isEmpty())
        .map(VersionReport::model)
        .distinct()
        .toList();
  }

  /** Whether the period had not ended when this was made. */
  public boolean isPartial() {
    return until.isBefore(period.end());
  }

  /** In one line, for the subject of a mail. */
  public String headline() {
    long count = models.stream().map(VersionReport::model).distinct().count();
    String subject = "Atalaya, %s report of %s: ".formatted(period.kind().label(), period.title());
    if (count == 0) {
      return subject + "no model was heard of";
    }
    List<String> parts =
        Stream.of(
                count(count, "model"),
                episodes() == 0 ? "nothing fired" : count(episodes(), "signal"),
                worsenings().isEmpty() ? "" : count(worsenings().size(), "figure") + " worse",
                firing().isEmpty() ? "" : "firing now: " + String.join(", ", firing()))
            .filter(part -> !part.isEmpty())
            .toList();
    return subject + String.join(", ", parts);
  }

  private static String count(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** A figure that got worse, and whose it is. */
  public record Worsening(VersionReport version, FigureTrend figure) {}
}
