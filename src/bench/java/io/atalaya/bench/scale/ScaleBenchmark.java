package io.atalaya.bench.scale;

import io.atalaya.bench.Options;
import io.atalaya.demo.terminal.Screen;
import java.io.IOException;

/**
 * Prints what a number of models, of so many features each, costs: CPU of each step, bytes of a
 * flush, memory by stage.
 *
 * <p>Every model gets one prediction and its outcome a second. An hour of event time (less with
 * {@code --minutes=10}) fills the windows, with one flush a pane; then a minute is flushed and
 * judged every 500 ms, as the service does; then another passes without events.
 */
public final class ScaleBenchmark {

  private ScaleBenchmark() {}

  /** Measures and prints a row for each number of features and of models. */
  public static void run(Options options, Screen screen) throws IOException {
    int[] models = options.wholes("models", "1,10,100", 1);
    int[] features = options.wholes("features", "20", 1);
    int minutes = Math.toIntExact(options.whole("minutes", 61, 1));
    options.end();
    screen.line(ScaleRun.TITLES);
    for (int featureCount : features) {
      for (int modelCount : models) {
        screen.line(ScaleRun.row(modelCount, featureCount, minutes));
      }
    }
  }
}
