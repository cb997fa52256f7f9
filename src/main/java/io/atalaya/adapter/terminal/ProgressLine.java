package io.atalaya.adapter.terminal;

import io.atalaya.quantization.Progress;
import java.io.PrintStream;

/**
 * Tells how far a computation is: on a terminal in a line that is written over, elsewhere a line at
 * the end of each part. For one thread.
 */
final class ProgressLine implements Progress {

  private static final String ERASE = "\r\u001B[K";

  private final PrintStream err;
  private final boolean interactive;

  ProgressLine(PrintStream err, boolean interactive) {
    this.err = err;
    this.interactive = interactive;
  }

  @Override
  public void step(String what, int done, int of) {
    String line = "%s: %d of %d".formatted(what, done, of);
    if (interactive) {
      err.print(ERASE + line + (done == of ? "\n" : ""));
      err.flush();
    } else if (done == of) {
      err.println(line);
    }
  }
}
