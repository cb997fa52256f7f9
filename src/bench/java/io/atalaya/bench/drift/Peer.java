package io.atalaya.bench.drift;

import io.atalaya.drift.DriftFigures;
import io.atalaya.drift.DriftTest;
import io.atalaya.drift.TestResult;
import io.atalaya.statistics.KolmogorovSmirnov;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import java.util.OptionalDouble;

/** Rules of others, written from their definitions: each judges one window of one feature. */
enum Peer {
  /** What most tutorials do. */
  KS_P("KS p ≤ 0.05") {
    @Override
    boolean alarms(ReferenceSample reference, RankCounts counts, DriftFigures figures) {
      OptionalDouble ours =
          figures.result(DriftTest.KS).map(TestResult::p).orElse(OptionalDouble.empty());
      if (ours.isPresent()) {
        return ours.getAsDouble() <= 0.05;
      }
      double d = KolmogorovSmirnov.statistic(reference, counts);
      return KolmogorovSmirnov.pValue(d, counts.count(), reference.size()) <= 0.05;
    }
  },
  /** Evidently's defaults for more than 1,000 rows; up to five distinct values are categories. */
  EVIDENTLY("Evidently's default") {
    @Override
    boolean alarms(ReferenceSample reference, RankCounts counts, DriftFigures figures) {
      DriftTest test = reference.knots() <= 5 ? DriftTest.JENSEN_SHANNON : DriftTest.WASSERSTEIN;
      // SciPy's distance is in nats there: 0.1 of it are 0.1/√ln 2 in bits.
      double bound = test == DriftTest.JENSEN_SHANNON ? 0.1 / Math.sqrt(Math.log(2)) : 0.1;
      return effect(figures, test) >= bound;
    }
  },
  /** The rule of thumb of credit scoring. */
  PSI("PSI > 0.2") {
    @Override
    boolean alarms(ReferenceSample reference, RankCounts counts, DriftFigures figures) {
      return effect(figures, DriftTest.PSI) > 0.2;
    }
  };

  final String title;

  Peer(String title) {
    this.title = title;
  }

  abstract boolean alarms(ReferenceSample reference, RankCounts counts, DriftFigures figures);

  private static double effect(DriftFigures figures, DriftTest test) {
    return figures.result(test).map(TestResult::effect).orElse(0.0);
  }
}
