package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.AccumulatorLaws;
import java.util.ArrayList;
import java.util.List;

class CohortCountsLawsTest extends AccumulatorLaws<CohortCounts, CohortCountsLawsTest.Case> {

  /** A prediction, or its label. */
  record Case(int group, boolean labelled, double loss) {}

  @Override
  protected CohortCounts empty() {
    return new CohortCounts();
  }

  @Override
  protected void add(CohortCounts accumulator, Case value) {
    if (value.labelled) {
      accumulator.addLabel(value.group, value.loss);
    } else {
      accumulator.addPrediction(value.group);
    }
  }

  @Override
  protected CohortCounts copy(CohortCounts accumulator) {
    CohortCounts copy = empty();
    copy.merge(accumulator);
    return copy;
  }

  @Override
  protected void write(CohortCounts accumulator, ByteWriter out) {
    accumulator.writeTo(out);
  }

  @Override
  protected CohortCounts read(ByteReader in) {
    return CohortCounts.readFrom(in);
  }

  @Override
  protected List<Case> values() {
    List<Case> values = new ArrayList<>();
    int i = 0;
    for (double value : ordinaryDoubles(false)) {
      values.add(new Case(i % ErrorGroups.COUNT, i++ % 3 == 0, value));
    }
    return values;
  }

  @Override
  protected List<Case> outliers() {
    return List.of(new Case(0, true, 1e100), new Case(ErrorGroups.COUNT - 1, true, 1e12));
  }

  @Override
  protected List<Case> refused() {
    return List.of();
  }
}
