package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.List;

class DistinctCountsLawsTest extends AccumulatorLaws<DistinctCounts, Long> {

  @Override
  protected DistinctCounts empty() {
    return new DistinctCounts();
  }

  @Override
  protected void add(DistinctCounts accumulator, Long value) {
    accumulator.add(value);
  }

  @Override
  protected DistinctCounts copy(DistinctCounts accumulator) {
    DistinctCounts copy = empty();
    copy.merge(accumulator);
    return copy;
  }

  @Override
  protected void write(DistinctCounts accumulator, ByteWriter out) {
    accumulator.writeTo(out);
  }

  @Override
  protected DistinctCounts read(ByteReader in) {
    return DistinctCounts.readFrom(in);
  }

  @Override
  protected List<Long> values() {
    return ordinaryDoubles(true).stream()
        .map(value -> StableHash.of(Double.toString(value)))
        .toList();
  }

  /** Of the highest rank, and of the last register. */
  @Override
  protected List<Long> outliers() {
    return List.of(0L, 1L, -1L);
  }

  @Override
  protected List<Long> refused() {
    return List.of();
  }
}
