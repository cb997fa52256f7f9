package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.ExactSum;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What became of the predictions of one time: how many have their label, and what they lost, by
 * {@linkplain ErrorGroups group}.
 *
 * <p>The loss of a pair is |e| of numbers, and of classes 1 for a wrong one, else 0. Memory: some
 * 80 bytes a group that occurs. One writer.
 */
public final class CohortCounts implements Accumulator<CohortCounts> {

  private static final long LEAST_LABELLED = 30;

  /** The predictions of one group. */
  private static final class Group {
    long predictions;
    long labelled;
    final ExactSum loss;

    Group(ExactSum loss) {
      this.loss = loss;
    }

    boolean isEmpty() {
      return predictions == 0 && labelled == 0 && loss.isEmpty();
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof Group other
          && predictions == other.predictions
          && labelled == other.labelled
          && loss.equals(other.loss);
    }

    @Override
    public int hashCode() {
      return Objects.hash(predictions, labelled, loss);
    }
  }

  /** By number; null where nothing was counted. */
  private final @Nullable Group[] groups = new Group[ErrorGroups.COUNT];

  /** Counts a prediction that did not fail. */
  public void addPrediction(int group) {
    of(group).predictions++;
  }

  /** Counts its label, and what it lost. */
  public void addLabel(int group, double loss) {
    Group counted = of(group);
    counted.labelled++;
    counted.loss.add(loss);
  }

  @Override
  public void merge(CohortCounts other) {
    for (int i = 0; i < groups.length; i++) {
      Group more = other.groups[i];
      if (more != null) {
        Group group = of(i);
        group.predictions += more.predictions;
        group.labelled += more.labelled;
        group.loss.merge(more.loss);
        dropEmpty(i);
      }
    }
  }

  @Override
  public void retract(CohortCounts other) {
    for (int i = 0; i < groups.length; i++) {
      Group less = other.groups[i];
      if (less != null) {
        Group group = of(i);
        group.predictions -= less.predictions;
        group.labelled -= less.labelled;
        group.loss.retract(less.loss);
        dropEmpty(i);
      }
    }
  }

  @Override
  public boolean isEmpty() {
    return occupied() == 0;
  }

  /** The predictions that did not fail. */
  public long predictions() {
    long predictions = 0;
    for (Group group : groups) {
      predictions += group == null ? 0 : group.predictions;
    }
    return predictions;
  }

  /** Those of them that have their label. */
  public long labelled() {
    long labelled = 0;
    for (Group group : groups) {
      labelled += group == null ? 0 : group.labelled;
    }
    return labelled;
  }

  /** The labelled ones over all; empty without predictions. */
  public OptionalDouble coverage() {
    return ratio((double) labelled(), predictions());
  }

  /** The mean loss of the labelled ones; empty without labels. */
  public OptionalDouble meanLoss() {
    return ratio(loss(), labelled());
  }

  /** Whether there are labels enough to learn from. */
  boolean suffices() {
    return labelled() >= LEAST_LABELLED;
  }

  /**
   * What these predictions are to be expected to lose in the mean: each as much as those of its
   * group in {@code known}, or, where none of the group is labelled there, as all.
   *
   * @return empty without predictions here, or without labels there
   */
  OptionalDouble expectedLoss(CohortCounts known) {
    return expected(known, group -> group.predictions);
  }

  /** As {@link #expectedLoss}, of those predictions only that have their label. */
  OptionalDouble expectedLossOfLabelled(CohortCounts known) {
    return expected(known, group -> group.labelled);
  }

  private OptionalDouble expected(CohortCounts known, ToLongFunction<Group> weight) {
    OptionalDouble ofAll = known.meanLoss();
    if (ofAll.isEmpty()) {
      return ofAll;
    }
    double expected = 0;
    long weights = 0;
    for (int i = 0; i < groups.length; i++) {
      Group group = groups[i];
      if (group != null) {
        Group alike = known.groups[i];
        double mean =
            alike == null || alike.labelled == 0
                ? ofAll.getAsDouble()
                : alike.loss.value() / alike.labelled;
        expected += weight.applyAsLong(group) * mean;
        weights += weight.applyAsLong(group);
      }
    }
    return ratio(expected, weights);
  }

  /** Writes some bytes a group that occurs. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(occupied());
    for (int i = 0; i < groups.length; i++) {
      Group group = groups[i];
      if (group != null) {
        out.writeByte(i).writeUnsigned(group.predictions).writeUnsigned(group.labelled);
        group.loss.writeTo(out);
      }
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static CohortCounts readFrom(ByteReader in) {
    CohortCounts read = new CohortCounts();
    for (int left = in.readCount(); left > 0; left--) {
      int number = in.readByte();
      if (number >= ErrorGroups.COUNT) {
        throw new IllegalArgumentException("no group has the number " + number);
      }
      long predictions = in.readUnsigned();
      long labelled = in.readUnsigned();
      Group group = new Group(ExactSum.readFrom(in));
      group.predictions = predictions;
      group.labelled = labelled;
      read.groups[number] = group;
    }
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof CohortCounts other && Arrays.equals(groups, other.groups);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(groups);
  }

  private Group of(int number) {
    Group group = groups[number];
    if (group == null) {
      group = new Group(new ExactSum());
      groups[number] = group;
    }
    return group;
  }

  private void dropEmpty(int number) {
    Group group = groups[number];
    if (group != null && group.isEmpty()) {
      groups[number] = null;
    }
  }

  private double loss() {
    ExactSum loss = new ExactSum();
    for (Group group : groups) {
      if (group != null) {
        loss.merge(group.loss);
      }
    }
    return loss.value();
  }

  private int occupied() {
    int occupied = 0;
    for (Group group : groups) {
      occupied += group == null ? 0 : 1;
    }
    return occupied;
  }

  private static OptionalDouble ratio(double numerator, long denominator) {
    return denominator == 0 ? OptionalDouble.empty() : OptionalDouble.of(numerator / denominator);
  }
}
