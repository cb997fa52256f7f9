package io.atalaya.notebook.caching;

import io.atalaya.notebook.report.Cell;
import io.atalaya.notebook.report.Column;
import io.atalaya.notebook.report.Part;
import io.atalaya.notebook.report.Section;
import io.atalaya.notebook.report.Table;
import io.atalaya.notebook.report.chart.Axis;
import io.atalaya.notebook.report.chart.Chart;
import io.atalaya.notebook.report.chart.Mark;
import io.atalaya.notebook.report.chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The sections about one traffic, and about what is recommended. Stateless. */
final class TrafficSections {

  private static final double NANOS_OF_A_MICRO = 1e3;
  private static final double MILLIS_OF_A_SECOND = 1e3;
  private static final double P95 = 0.95;
  private static final double P99 = 0.99;

  private TrafficSections() {}

  static List<Section> of(
      Traffic traffic, Map<String, Simulation.Outcome> outcomes, CallTimes times, Prices prices) {
    return List.of(
        Section.of(
            traffic.id(),
            traffic.title(),
            new Part.Paragraph(traffic.about()),
            table(traffic, outcomes, prices),
            new Part.Picture(ratios(traffic, outcomes)),
            new Part.Picture(overTime(traffic, outcomes)),
            new Part.Picture(stale(traffic, outcomes)),
            latency(traffic, outcomes, times)));
  }

  private static Table table(
      Traffic traffic, Map<String, Simulation.Outcome> outcomes, Prices prices) {
    Table.Rows rows =
        new Table.Rows(
            traffic.id() + "-strategies",
            "What each strategy did with the same requests; stale answers are of a version that"
                + " was no longer in service.",
            Column.words("strategy", "strategy"),
            Column.figures("hits_percent", "hits, %", "%.2f"),
            Column.figures("waits", "waited for the model", "%,.0f"),
            Column.figures("calls", "model calls", "%,.0f"),
            Column.figures("saved_percent", "calls saved, %", "%.2f"),
            Column.figures("stale", "stale answers", "%,.0f"),
            Column.figures("stale_percent", "stale, %", "%.3f"),
            Column.figures("cost", "cost of a million requests", "%,.2f"));
    outcomes.forEach(
        (name, outcome) ->
            rows.row(
                Cell.of(name),
                Cell.of(100 * outcome.hitRatio()),
                Cell.of(outcome.waits()),
                Cell.of(outcome.calls()),
                Cell.of(100 * outcome.savedCalls()),
                Cell.of(outcome.stale()),
                Cell.of(100 * outcome.staleRatio()),
                Cell.of(prices.ofAMillion(outcome))));
    return rows.table();
  }

  private static Table latency(
      Traffic traffic, Map<String, Simulation.Outcome> outcomes, CallTimes times) {
    Table.Rows rows =
        new Table.Rows(
            traffic.id() + "-latency",
            "What a caller waits, from the measured times of the real model and of the cache.",
            Column.words("strategy", "strategy"),
            Column.figures("mean_us", "mean, µs", "%.2f"),
            Column.figures("p50_us", "p50, µs", "%.2f"),
            Column.figures("p95_us", "p95, µs", "%.2f"),
            Column.figures("p99_us", "p99, µs", "%.2f"));
    outcomes.forEach(
        (name, outcome) ->
            rows.row(
                Cell.of(name),
                Cell.of(times.meanNanos(outcome) / NANOS_OF_A_MICRO),
                Cell.of(times.quantileNanos(outcome, 0.5) / NANOS_OF_A_MICRO),
                Cell.of(times.quantileNanos(outcome, P95) / NANOS_OF_A_MICRO),
                Cell.of(times.quantileNanos(outcome, P99) / NANOS_OF_A_MICRO)));
    return rows.table();
  }

  private static Chart ratios(Traffic traffic, Map<String, Simulation.Outcome> outcomes) {
    List<Simulation.Outcome> all = List.copyOf(outcomes.values());
    return new Chart.Bars(
        traffic.id() + "-ratios",
        "Hits, model calls saved, and stale answers, in per cent of the requests.",
        List.copyOf(outcomes.keySet()),
        Axis.fromZero("%"),
        List.of(
            new Chart.Group("hits", all.stream().map(it -> 100 * it.hitRatio()).toList()),
            new Chart.Group("calls saved", all.stream().map(it -> 100 * it.savedCalls()).toList()),
            new Chart.Group("stale", all.stream().map(it -> 100 * it.staleRatio()).toList())),
        List.of(),
        "%.1f");
  }

  private static Chart overTime(Traffic traffic, Map<String, Simulation.Outcome> outcomes) {
    return new Chart.Lines(
        traffic.id() + "-hits-over-time",
        "Hits over the time; a line where another version began to answer.",
        Axis.time(""),
        Axis.fromZero("hits, %"),
        series(outcomes, true),
        marks(traffic));
  }

  private static Chart stale(Traffic traffic, Map<String, Simulation.Outcome> outcomes) {
    return new Chart.Lines(
        traffic.id() + "-stale-over-time",
        "Stale answers over the time.",
        Axis.time(""),
        Axis.fromZero("stale, %"),
        series(outcomes, false),
        marks(traffic));
  }

  private static List<Series> series(Map<String, Simulation.Outcome> outcomes, boolean hits) {
    List<Series> series = new ArrayList<>();
    outcomes.forEach(
        (name, outcome) ->
            series.add(
                new Series(
                    name,
                    outcome.parts().stream()
                        .map(
                            part ->
                                new Series.Point(
                                    part.beginMillis() / MILLIS_OF_A_SECOND,
                                    part.requests() == 0
                                        ? Double.NaN
                                        : 100.0
                                            * (hits ? part.hits() : part.stale())
                                            / part.requests()))
                        .toList())));
    return series;
  }

  private static List<Mark> marks(Traffic traffic) {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < traffic.deployments().size(); i++) {
      marks.add(
          new Mark.At(traffic.deployments().get(i) / MILLIS_OF_A_SECOND, "version " + (i + 2)));
    }
    return marks;
  }

  /** What was tried, and what came out. */
  static Section recommended(Recommendation recommended, String fragment) {
    Table.Rows rows =
        new Table.Rows(
            "trials",
            "Settings on the recorded traffic, the cheapest first; without invalidations says what"
                + " happens when none is heard.",
            Column.words("ttl", "lifetime, least to most"),
            Column.figures("hottest", "asked ahead", "%.0f"),
            Column.figures("hits_percent", "hits, %", "%.2f"),
            Column.figures("calls", "model calls", "%,.0f"),
            Column.figures("stale", "stale answers", "%,.0f"),
            Column.figures("deaf_stale_percent", "stale without invalidations, %", "%.3f"),
            Column.figures("cost", "cost of a million requests", "%,.2f"),
            Column.words("bound", "keeps the bound"));
    for (Recommendation.Trial trial : recommended.trials()) {
      rows.row(
          Cell.of(
              Recommendation.text(trial.settings().lifetime().min())
                  + " to "
                  + Recommendation.text(trial.settings().lifetime().max())),
          Cell.of(trial.settings().prefetch().hottest()),
          Cell.of(100 * trial.outcome().hitRatio()),
          Cell.of(trial.outcome().calls()),
          Cell.of(trial.outcome().stale()),
          Cell.of(100 * trial.deaf().staleRatio()),
          Cell.of(trial.cost()),
          Cell.of(recommended.keepsTheBound(trial) ? "yes" : "no"));
    }
    Recommendation.Trial best = recommended.best();
    return Section.of(
        "recommended",
        "What is recommended",
        new Part.Paragraph(
            "In Atalaya a question is all of its features: when one changes, it is another"
                + " question. What gets stale is the model's own answer, when it is deployed anew."
                + " An invalidation ends that at once; the lifetime bounds the harm when none is"
                + " heard."),
        rows.table(),
        new Part.Finding(
            "best",
            recommended.keepsTheBound(best) ? Part.Outcome.HOLDS : Part.Outcome.FAILS,
            String.format(
                Locale.ROOT,
                "Answers kept from %s to %s, the %d hottest asked for ahead: %.2f %% hits, %d stale"
                    + " answers, and without invalidations %.3f %% stale (bound %.3f %%).",
                Recommendation.text(best.settings().lifetime().min()),
                Recommendation.text(best.settings().lifetime().max()),
                best.settings().prefetch().hottest(),
                100 * best.outcome().hitRatio(),
                best.outcome().stale(),
                100 * best.deaf().staleRatio(),
                100 * recommended.mostStale())),
        new Part.Code(CachingNotebook.FRAGMENT, fragment));
  }
}
