package io.atalaya.quantization.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.quantization.model.ModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a model adds to the memory of a process that does nothing else.
 *
 * @param addedBytes by loading it and by some answers
 * @param peakBytes the same at the worst moment of loading it
 */
public record ModelMemory(long addedBytes, long peakBytes) {

  private static final long PATIENCE_MINUTES = 10;

  /** What a process says that measured itself. */
  private static final String PREFIX = "resident ";

  /**
   * The line with which a process reports what it measured.
   *
   * @param before the model is loaded
   * @param loaded when it is
   * @param prepared when there is something to give it, which does not count
   * @param after some answers
   */
  public static String line(
      ResidentMemory before, ResidentMemory loaded, ResidentMemory prepared, ResidentMemory after) {
    long added = loaded.nowBytes() - before.nowBytes() + after.nowBytes() - prepared.nowBytes();
    return PREFIX + added + " " + Math.max(added, loaded.peakBytes() - before.nowBytes());
  }

  /**
   * Starts a process and reads what it measured.
   *
   * @param command that prints a {@link #line}
   * @return empty where the system does not tell
   * @throws ModelException when the process fails; the message has its last words
   */
  public static Optional<ModelMemory> measure(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      List<String> lines =
          new ArrayList<>(
              new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList());
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new ModelException(
            "the process that measures memory failed: "
                + (lines.isEmpty() ? "it said nothing" : lines.getLast()));
      }
      return lines.stream()
          .filter(line -> line.startsWith(PREFIX))
          .map(line -> line.split(" ", -1))
          .map(words -> new ModelMemory(Long.parseLong(words[1]), Long.parseLong(words[2])))
          .findFirst();
    } catch (IOException e) {
      throw new ModelException("no process can be started to measure memory: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException("interrupted while memory was measured", e);
    }
  }
}
