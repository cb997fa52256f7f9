package io.atalaya.quantization.benchmark;

import io.atalaya.quantization.Progress;
import io.atalaya.quantization.inference.ModelSession;
import io.atalaya.quantization.inference.Samples;
import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.model.OnnxModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Times models that take turns, call by call, so that what disturbs one disturbs all.
 *
 * @param samples what they are given
 * @param warmUp calls of each model that are not timed
 * @param calls of each model that are timed, at least 1
 * @param nanoClock a clock in nanoseconds
 */
public record LatencyBenchmark(Samples samples, int warmUp, int calls, LongSupplier nanoClock) {

  /** Refuses to time nothing. */
  public LatencyBenchmark {
    if (samples.size() == 0 || calls < 1 || warmUp < 0) {
      throw new IllegalArgumentException(
          "samples are %d, calls %d, warm-up calls %d: 1, 1 and 0 at least are needed"
              .formatted(samples.size(), calls, warmUp));
    }
  }

  /**
   * Times models.
   *
   * @param models by name; each takes the same inputs
   * @return figures of each model, in the given order, for each number of threads and size of batch
   */
  public List<LatencyFigures> run(
      Map<String, OnnxModel> models, int[] threads, int[] batches, Progress progress) {
    List<LatencyFigures> figures = new ArrayList<>();
    int of = threads.length * batches.length;
    for (int number : threads) {
      List<ModelSession> sessions = new ArrayList<>();
      try {
        models.values().forEach(model -> sessions.add(ModelSession.open(model, number)));
        for (int batch : batches) {
          figures.addAll(time(List.copyOf(models.keySet()), sessions, number, batch));
          progress.step("timing", figures.size() / models.size(), of);
        }
      } finally {
        sessions.forEach(ModelSession::close);
      }
    }
    return figures;
  }

  private List<LatencyFigures> time(
      List<String> names, List<ModelSession> sessions, int threads, int batch) {
    long[][] nanos = new long[sessions.size()][calls];
    for (int call = -warmUp; call < calls; call++) {
      int first = Math.floorMod(call * batch, samples.size());
      Map<String, Tensor> inputs =
          samples.batch(
              IntStream.range(first, first + batch).map(i -> i % samples.size()).toArray());
      for (int turn = 0; turn < sessions.size(); turn++) {
        // Who is first changes, as the first finds caches in another state.
        int model = Math.floorMod(turn + call, sessions.size());
        long start = nanoClock.getAsLong();
        var unused = sessions.get(model).run(inputs);
        if (call >= 0) {
          nanos[model][call] = nanoClock.getAsLong() - start;
        }
      }
    }
    return IntStream.range(0, names.size())
        .mapToObj(
            model ->
                LatencyFigures.of(
                    names.get(model), threads, batch, Arrays.copyOf(nanos[model], calls)))
        .toList();
  }
}
