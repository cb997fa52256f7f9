package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.AccumulatorLaws;
import java.util.List;
import java.util.stream.LongStream;

class MinuteCountsLawsTest extends AccumulatorLaws<MinuteCounts, Long> {

  @Override
  protected MinuteCounts empty() {
    return new MinuteCounts();
  }

  @Override
  protected void add(MinuteCounts accumulator, Long value) {
    accumulator.add(value);
  }

  @Override
  protected MinuteCounts copy(MinuteCounts accumulator) {
    MinuteCounts copy = empty();
    copy.merge(accumulator);
    return copy;
  }

  @Override
  protected void write(MinuteCounts accumulator, ByteWriter out) {
    accumulator.writeTo(out);
  }

  @Override
  protected MinuteCounts read(ByteReader in) {
    return MinuteCounts.readFrom(in);
  }

  @Override
  protected List<Long> values() {
    return LongStream.range(-100, 300).mapToObj(i -> i * i * 7_919 % 600_000 - 90_000).toList();
  }

  @Override
  protected List<Long> outliers() {
    return List.of(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2);
  }

  @Override
  protected List<Long> refused() {
    return List.of();
  }
}
