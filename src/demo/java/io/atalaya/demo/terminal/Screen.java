package io.atalaya.demo.terminal;

import java.io.PrintStream;

/**
 * Lines for the viewer and, on an interactive terminal, a progress bar below the last of them.
 * Elsewhere (a file, a pipe) there are only lines, without control sequences. Confined to one
 * thread.
 */
public final class Screen {

  /** How a line stands out on an interactive terminal. */
  public enum Style {
    PLAIN("0"),
    STRONG("1"),
    GOOD("32"),
    WARNING("33"),
    CRITICAL("1;31");

    private final String sgr;

    Style(String sgr) {
      this.sgr = sgr;
    }
  }

  private static final String ERASE_LINE = "\r\u001B[K";
  private static final int BAR_WIDTH = 40;

  private final PrintStream out;
  private final boolean interactive;
  private String bar = "";

  /**
   * @param interactive whether {@code out} is a terminal that understands ANSI control sequences
   */
  public Screen(PrintStream out, boolean interactive) {
    this.out = out;
    this.interactive = interactive;
  }

  /** Prints a line above the progress bar. */
  public void line(String text, Style style) {
    if (interactive) {
      String styled =
          style == Style.PLAIN ? text : "\u001B[" + style.sgr + "m" + text + "\u001B[0m";
      out.print(ERASE_LINE + styled + "\n" + bar);
      out.flush();
    } else {
      out.println(text);
    }
  }

  /** Prints a plain line. */
  public void line(String text) {
    line(text, Style.PLAIN);
  }

  /** Redraws the progress bar: {@code progress} from 0 to 1 and a few words. */
  public void progress(double progress, String words) {
    if (interactive) {
      int done = (int) Math.round(progress * BAR_WIDTH);
      bar =
          "[%s%s] %3d%%  %s"
              .formatted(
                  "#".repeat(done), ".".repeat(BAR_WIDTH - done), (int) (100 * progress), words);
      out.print(ERASE_LINE + bar);
      out.flush();
    }
  }

  /** Removes the progress bar. */
  public void endProgress() {
    if (interactive && !bar.isEmpty()) {
      bar = "";
      out.print(ERASE_LINE);
      out.flush();
    }
  }
}
