package io.atalaya.bench.cache;

import io.atalaya.bench.Options;
import io.atalaya.demo.terminal.Screen;
import java.nio.file.Path;
import java.util.List;

/** What the prediction cache is worth and costs; see its parts. */
public final class CacheBenchmark {

  private static final String PARTS = "hits,latency,loads,ahead,forgetting,work";
  private static final double USUAL_SKEW = 1.0;

  private CacheBenchmark() {}

  /** Runs the parts that are asked for. */
  public static void run(Options options, Screen screen, Path directory)
      throws InterruptedException {
    List<String> parts = List.of(options.text("parts", PARTS).split(",", -1));
    int keys = (int) options.whole("keys", 100_000, 1_000);
    int requests = (int) options.whole("requests", 1_000_000, 1_000);
    int calls = (int) options.whole("calls", 2_000, 100);
    int rounds = (int) options.whole("rounds", 5, 1);
    int modelMillis = (int) options.whole("model-ms", 10, 1);
    int seconds = (int) options.whole("seconds", 20, 1);
    int entries = (int) options.whole("entries", 1_000_000, 1_000);
    options.end();
    for (String part : parts) {
      if (!List.of(PARTS.split(",", -1)).contains(part)) {
        throw new IllegalArgumentException("--parts: " + part + " is none of " + PARTS);
      }
    }
    boolean first = true;
    for (String part : parts) {
      screen.line((first ? "" : "\n") + "## " + part + "\n");
      first = false;
      switch (part) {
        case "hits" -> HitRatios.run(keys, requests, new double[] {0.9, 1.0, 1.1}, screen);
        case "ahead" -> AskingAhead.run(keys, USUAL_SKEW, screen);
        case "work" -> SavedWork.run(requests / 10, USUAL_SKEW, rounds, screen);
        default -> {
          try (Servers servers = new Servers(directory.resolve(part))) {
            switch (part) {
              case "latency" -> LevelLatency.run(servers, calls, rounds, modelMillis, screen);
              case "loads" -> Loads.run(servers, keys, USUAL_SKEW, seconds, screen);
              default -> Forgetting.run(entries, servers.redis(), screen);
            }
          }
        }
      }
    }
  }
}
