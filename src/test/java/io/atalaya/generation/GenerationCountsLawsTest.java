package io.atalaya.generation;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Generation;
import io.atalaya.statistics.AccumulatorLaws;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class GenerationCountsLawsTest extends AccumulatorLaws<GenerationCounts, Generation> {

  @Override
  protected GenerationCounts empty() {
    return new GenerationCounts();
  }

  @Override
  protected void add(GenerationCounts accumulator, Generation value) {
    accumulator.add(value);
  }

  @Override
  protected GenerationCounts copy(GenerationCounts accumulator) {
    GenerationCounts copy = empty();
    copy.merge(accumulator);
    return copy;
  }

  @Override
  protected void write(GenerationCounts accumulator, ByteWriter out) {
    accumulator.writeTo(out);
  }

  @Override
  protected GenerationCounts read(ByteReader in) {
    return GenerationCounts.readFrom(in);
  }

  @Override
  protected List<Generation> values() {
    List<Generation> values = new ArrayList<>();
    int i = 0;
    for (double value : ordinaryDoubles(false)) {
      values.add(
          ExampleGenerations.generation(
              i % 6 == 0 ? Double.NaN : Math.rint(value),
              i % 5 == 0 ? Double.NaN : i % 40,
              i % 4 == 0 ? Double.NaN : value,
              i % 7 == 0 ? Double.NaN : 1.5 * value,
              i % 3 == 0 ? null : "r" + i % 4,
              i % 8 == 0 ? Map.of() : Map.of("s" + i % 3, value, "t", -value),
              i++ % 9 == 0 ? "timeout" : null));
    }
    return values;
  }

  @Override
  protected List<Generation> outliers() {
    return List.of(
        ExampleGenerations.generation(1e9, 1e9, 1e97, 1e97, "r1", Map.of("t", 1e100), null),
        ExampleGenerations.generation(1e9, 1, 0, Double.MIN_VALUE, "x", Map.of("u", -1e100), null),
        ExampleGenerations.generation(0, 0, 0, 0, null, Map.of(), "timeout"));
  }

  @Override
  protected List<Generation> refused() {
    return List.of(
        ExampleGenerations.generation(
            1, 1, 1, 1, "r", Map.of("new", Double.POSITIVE_INFINITY), null));
  }
}
