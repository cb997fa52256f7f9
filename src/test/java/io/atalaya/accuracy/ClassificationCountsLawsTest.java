package io.atalaya.accuracy;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Probabilities;
import io.atalaya.statistics.AccumulatorLaws;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

class ClassificationCountsLawsTest
    extends AccumulatorLaws<ClassificationCounts, ClassificationCountsLawsTest.Stated> {

  /** What may be no pair at all. */
  record Stated(String predicted, String actual, List<String> classes, List<Double> probabilities) {

    static Stated of(String predicted, String actual, List<String> classes, double... values) {
      return new Stated(predicted, actual, classes, DoubleStream.of(values).boxed().toList());
    }

    Classified pair() {
      return new Classified(
          predicted,
          actual,
          classes.isEmpty()
              ? null
              : new Probabilities(
                  classes.toArray(String[]::new),
                  probabilities.stream().mapToDouble(Double::doubleValue).toArray()));
    }
  }

  private static final List<String> CLASSES = List.of("a", "b", "c");

  private static final List<String> MANY =
      IntStream.rangeClosed(1, 21).mapToObj(i -> "many" + i).toList();

  @Override
  protected ClassificationCounts empty() {
    return new ClassificationCounts();
  }

  @Override
  protected void add(ClassificationCounts accumulator, Stated value) {
    accumulator.add(value.pair());
  }

  @Override
  protected ClassificationCounts copy(ClassificationCounts accumulator) {
    ClassificationCounts copy = empty();
    copy.merge(accumulator);
    return copy;
  }

  @Override
  protected void write(ClassificationCounts accumulator, ByteWriter out) {
    accumulator.writeTo(out);
  }

  @Override
  protected ClassificationCounts read(ByteReader in) {
    return ClassificationCounts.readFrom(in);
  }

  @Override
  protected List<Stated> values() {
    Random random = new Random(20_261_126);
    List<Stated> values = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String predicted = CLASSES.get(random.nextInt(3));
      String actual = random.nextBoolean() ? predicted : CLASSES.get(random.nextInt(3));
      double first = random.nextInt(4) == 0 ? random.nextInt(5) / 4.0 : random.nextDouble();
      double second = (1 - first) * random.nextDouble();
      values.add(
          switch (random.nextInt(4)) {
            case 0 -> Stated.of(predicted, actual, List.of());
            case 1 -> Stated.of(predicted, actual, List.of(predicted), first);
            default -> Stated.of(predicted, actual, CLASSES, first, second, 1 - first - second);
          });
    }
    values.add(new Stated("a", "a", MANY, Collections.nCopies(21, 1e-2)));
    return values;
  }

  @Override
  protected List<Stated> outliers() {
    return List.of(
        Stated.of("b", "a", CLASSES, 0, 1, 0),
        Stated.of("b", "b", List.of("b"), Double.MIN_VALUE),
        Stated.of("d", "e", List.of("d", "f"), 1e-300, 1),
        new Stated("b", "e", MANY, Collections.nCopies(21, 1e-3)));
  }

  @Override
  protected List<Stated> refused() {
    List<String> one = List.of("b");
    return List.of(
        Stated.of("b", "b", one, Double.NaN),
        Stated.of("b", "b", one, -Double.MIN_VALUE),
        Stated.of("b", "b", one, Math.nextUp(1.0)),
        Stated.of("a", "b", CLASSES, 0.5, 0.5, Double.POSITIVE_INFINITY));
  }
}
