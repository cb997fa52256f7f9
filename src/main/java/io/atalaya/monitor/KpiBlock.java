package io.atalaya.monitor;

import io.atalaya.kpi.KpiCounts;
import io.atalaya.statistics.Accumulator;

/** What ratios, means and shares of a stretch of time are made of. One writer. */
final class KpiBlock implements Accumulator<KpiBlock> {

  private final KpiCounts counts;
  private long predictions;

  KpiBlock() {
    this(new KpiCounts(), 0);
  }

  KpiBlock(KpiCounts counts, long predictions) {
    this.counts = counts;
    this.predictions = predictions;
  }

  KpiCounts counts() {
    return counts;
  }

  /** All predictions, failed ones included. */
  long predictions() {
    return predictions;
  }

  @Override
  public void merge(KpiBlock other) {
    counts.merge(other.counts);
    predictions += other.predictions;
  }

  @Override
  public void retract(KpiBlock other) {
    counts.retract(other.counts);
    predictions -= other.predictions;
  }

  @Override
  public boolean isEmpty() {
    return predictions == 0 && counts.isEmpty();
  }
}
