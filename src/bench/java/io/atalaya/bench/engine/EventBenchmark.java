package io.atalaya.bench.engine;

import io.atalaya.accuracy.ErrorSums;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.bench.workload.Deliveries;
import io.atalaya.bench.workload.Interactions;
import io.atalaya.bench.workload.Monitoring;
import io.atalaya.bench.workload.Texts;
import io.atalaya.bench.workload.UncountedMetrics;
import io.atalaya.event.Event;
import io.atalaya.event.Generation;
import io.atalaya.event.Interaction;
import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.atalaya.generation.TextSink;
import io.atalaya.matching.GivenUp;
import io.atalaya.matching.Match;
import io.atalaya.matching.MatchListener;
import io.atalaya.matching.Matching;
import io.atalaya.matching.OutcomeMatcher;
import io.atalaya.matching.Pair;
import io.atalaya.monitor.IndexMonitor;
import io.atalaya.monitor.IndexMonitor.Observed;
import io.atalaya.monitor.ModelLimit;
import io.atalaya.monitor.MonitorSettings;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one event costs on its way: decoded, matched, counted. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 40, time = 50, timeUnit = TimeUnit.MILLISECONDS)
public class EventBenchmark {

  private static final int TEXTS = 4_096;

  private final EventDecoder decoder = new EventDecoder();
  private final byte[][] predictions = new byte[TEXTS][];
  private final byte[][] outcomes = new byte[TEXTS][];
  private final byte[][] interactions = new byte[TEXTS][];
  private final byte[][] generations = new byte[TEXTS][];
  private final Pairs pairs = new Pairs();
  private final PairSums sums = new PairSums();
  private final Matching matching = new Matching(Monitoring.MAX_PENDING);
  private final OutcomeMatcher matcher =
      matching.matcher(Deliveries.MODEL, Pairs.HORIZON_MILLIS, sums);
  private final IndexMonitor monitor = monitor();
  private int text;
  private long matched;
  private long observed;

  /** Makes the events. */
  public EventBenchmark() {
    Deliveries deliveries = new Deliveries();
    Interactions done = new Interactions();
    Texts texts = new Texts();
    for (int i = 0; i < TEXTS; i++) {
      predictions[i] = deliveries.prediction(i, Pairs.timeMillis(i));
      outcomes[i] = deliveries.outcome(i, Pairs.timeMillis(i));
      interactions[i] =
          done.interaction(Interactions.Type.RATING, i, deliveries.id(i), Pairs.timeMillis(i));
      generations[i] = texts.generation(i, Pairs.timeMillis(i));
    }
  }

  /** A prediction with ten features from its JSON. */
  @Benchmark
  public Event decodePrediction() {
    return Pairs.decoded(decoder, EventKind.PREDICTION, predictions[text++ % TEXTS]);
  }

  /** An outcome from its JSON. */
  @Benchmark
  public Event decodeOutcome() {
    return Pairs.decoded(decoder, EventKind.OUTCOME, outcomes[text++ % TEXTS]);
  }

  /** An interaction with a value, from its JSON. */
  @Benchmark
  public Event decodeInteraction() {
    return Pairs.decoded(decoder, EventKind.INTERACTION, interactions[text++ % TEXTS]);
  }

  /** A text of some 3,000 bytes with its prompt, from its JSON. */
  @Benchmark
  public Event decodeGeneration() {
    return Pairs.decoded(decoder, EventKind.GENERATION, generations[text++ % TEXTS]);
  }

  /** A prediction and an outcome joined, and as many forgotten; the pair's errors summed up. */
  @Benchmark
  public boolean matchPair() {
    long i = matched++;
    Prediction prediction = pairs.prediction(i);
    boolean added = matcher.add(prediction, prediction.timeMillis(), true);
    if (i >= Pairs.DELAY_MILLIS) {
      Outcome outcome = pairs.outcome(i - Pairs.DELAY_MILLIS);
      added &= matcher.add(outcome, outcome.timeMillis(), true);
    }
    if (i % 500 == 0) {
      matching.advance(Pairs.timeMillis(i), true);
    }
    if (!added) {
      throw new IllegalStateException("an identifier came again too early");
    }
    return added;
  }

  /**
   * All that becomes of a prediction and an outcome between decoding and the flush: matched,
   * traffic, ten features, answer and confidence counted against references, errors summed up, each
   * in its panes.
   */
  @Benchmark
  public boolean observePair() {
    long i = observed++;
    Prediction prediction = pairs.prediction(i);
    Observed result = monitor.observe(prediction, prediction.timeMillis(), true);
    if (i >= Pairs.DELAY_MILLIS) {
      Outcome outcome = pairs.outcome(i - Pairs.DELAY_MILLIS);
      result = monitor.observe(outcome, outcome.timeMillis(), true);
    }
    return accepted(i, result);
  }

  /** The same of a prediction and an interaction that names it: attributed, counted, remembered. */
  @Benchmark
  public boolean observeInteraction() {
    long i = observed++;
    Prediction prediction = pairs.prediction(i);
    Observed result = monitor.observe(prediction, prediction.timeMillis(), true);
    if (i >= Pairs.DELAY_MILLIS) {
      Interaction interaction = pairs.rating(i - Pairs.DELAY_MILLIS);
      result = monitor.observe(interaction, interaction.timeMillis(), true);
    }
    return accepted(i, result);
  }

  /** The same of a generated text: tokens, times and scores counted. */
  @Benchmark
  public boolean observeGeneration() {
    long i = observed++;
    Generation generation = pairs.generation(i);
    return accepted(i, monitor.observe(generation, generation.timeMillis(), true));
  }

  private boolean accepted(long i, Observed result) {
    if (i % 500 == 0) {
      monitor.advance(Pairs.timeMillis(i), true);
      monitor.takeChanged(partial -> {});
    }
    if (result != Observed.ACCEPTED) {
      throw new IllegalStateException("not accepted: " + result);
    }
    return true;
  }

  private static IndexMonitor monitor() {
    MonitorSettings settings = Monitoring.settings(Pairs.HORIZON_MILLIS);
    return new IndexMonitor(
        0,
        1,
        settings,
        Monitoring.references(),
        new ModelLimit(settings),
        UncountedMetrics.INSTANCE,
        TextSink.NONE,
        Long.MIN_VALUE);
  }

  /** Sums up the errors of pairs, whichever the version. */
  private static final class PairSums implements MatchListener {
    private final ErrorSums errors = new ErrorSums();

    @Override
    public int groupOf(Prediction prediction) {
      return 0;
    }

    @Override
    public void orphan(long millis, boolean live) {}

    @Override
    public void pairAdded(Pair pair, boolean live) {
      if (pair.predicted() instanceof Label.Numeric(double prediction)
          && pair.actual() instanceof Label.Numeric(double actual)) {
        errors.add(prediction, actual);
      }
    }

    @Override
    public void pairRemoved(Pair pair, boolean live) {}

    @Override
    public void unlabelledAdded(String version, long horizonMillis, boolean live) {}

    @Override
    public void unlabelledRemoved(String version, long horizonMillis, boolean live) {}

    @Override
    public void givenUp(String version, GivenUp what, long untilMillis, boolean live) {}

    @Override
    public void outcome(String version, Match match) {}
  }
}
