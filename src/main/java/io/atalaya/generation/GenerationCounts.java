package io.atalaya.generation;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Assessment;
import io.atalaya.event.Generation;
import io.atalaya.statistics.Accumulator;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What generations tell. Failed ones count with the tokens that they used; their speed and their
 * scores say nothing of the model's texts and are passed over.
 *
 * <p>Memory: six sparse histograms, a sparse sum, and another for each score; whoever adds bounds
 * the names of scores and of reasons. One writer.
 */
public final class GenerationCounts implements Accumulator<GenerationCounts> {

  private long requests;
  private long errors;
  private final TokenCounts promptTokens;
  private final TokenCounts completionTokens;
  private final SpeedCounts speed;
  private final ScoreCounts scores;

  /** How often each reason ended a text. */
  private final SortedMap<String, Long> finishes = new TreeMap<>();

  public GenerationCounts() {
    this(new TokenCounts(), new TokenCounts(), new SpeedCounts(), new ScoreCounts());
  }

  private GenerationCounts(
      TokenCounts promptTokens,
      TokenCounts completionTokens,
      SpeedCounts speed,
      ScoreCounts scores) {
    this.promptTokens = promptTokens;
    this.completionTokens = completionTokens;
    this.speed = speed;
    this.scores = scores;
  }

  /** Adds a generation. */
  public void add(Generation generation) {
    if (generation.error() == null) {
      scores.add(generation.scores());
      speed.add(generation);
    } else {
      errors++;
    }
    promptTokens.add(generation.promptTokens());
    completionTokens.add(generation.completionTokens());
    String reason = generation.finishReason();
    if (reason != null) {
      finishes.merge(reason, 1L, Long::sum);
    }
    requests++;
  }

  /** Adds what was computed of a text, which may be added itself before or after. */
  public void add(Assessment assessment) {
    scores.add(assessment.scores());
  }

  @Override
  public void merge(GenerationCounts other) {
    requests += other.requests;
    errors += other.errors;
    promptTokens.merge(other.promptTokens);
    completionTokens.merge(other.completionTokens);
    speed.merge(other.speed);
    scores.merge(other.scores);
    other.finishes.forEach((reason, more) -> finishes.merge(reason, more, Long::sum));
  }

  @Override
  public void retract(GenerationCounts other) {
    requests -= other.requests;
    errors -= other.errors;
    promptTokens.retract(other.promptTokens);
    completionTokens.retract(other.completionTokens);
    speed.retract(other.speed);
    scores.retract(other.scores);
    // A copy, since what becomes 0 is removed, perhaps of this one itself.
    Map.copyOf(other.finishes)
        .forEach(
            (reason, less) ->
                finishes.compute(
                    reason,
                    (same, before) -> {
                      long left = (before == null ? 0 : before) - less;
                      return left == 0 ? null : left;
                    }));
  }

  @Override
  public boolean isEmpty() {
    return requests == 0 && scores.isEmpty();
  }

  /** All generations, failed ones included. */
  public long requests() {
    return requests;
  }

  /** The failed ones. */
  public long errors() {
    return errors;
  }

  /** The tokens of the prompts; not to be changed by the caller. */
  public TokenCounts promptTokens() {
    return promptTokens;
  }

  /** The tokens of the texts; not to be changed by the caller. */
  public TokenCounts completionTokens() {
    return completionTokens;
  }

  /** How fast the texts were; not to be changed by the caller. */
  public SpeedCounts speed() {
    return speed;
  }

  /** What the texts are worth; not to be changed by the caller. */
  public ScoreCounts scores() {
    return scores;
  }

  /** How often each reason ended a text, of those that say. */
  public SortedMap<String, Long> finishes() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(finishes));
  }

  public void writeTo(ByteWriter out) {
    out.writeUnsigned(requests).writeUnsigned(errors);
    promptTokens.writeTo(out);
    completionTokens.writeTo(out);
    speed.writeTo(out);
    scores.writeTo(out);
    out.writeUnsigned(finishes.size());
    finishes.forEach((reason, count) -> out.writeString(reason).writeUnsigned(count));
  }

  /** Reads what {@link #writeTo} wrote. */
  public static GenerationCounts readFrom(ByteReader in) {
    long requests = in.readUnsigned();
    long errors = in.readUnsigned();
    GenerationCounts read =
        new GenerationCounts(
            TokenCounts.readFrom(in),
            TokenCounts.readFrom(in),
            SpeedCounts.readFrom(in),
            ScoreCounts.readFrom(in));
    read.requests = requests;
    read.errors = errors;
    for (int left = in.readCount(); left > 0; left--) {
      read.finishes.put(in.readString(), in.readUnsigned());
    }
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof GenerationCounts other
        && requests == other.requests
        && errors == other.errors
        && promptTokens.equals(other.promptTokens)
        && completionTokens.equals(other.completionTokens)
        && speed.equals(other.speed)
        && scores.equals(other.scores)
        && finishes.equals(other.finishes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(requests, errors, finishes);
  }
}
