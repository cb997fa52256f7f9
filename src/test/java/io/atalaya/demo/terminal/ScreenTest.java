package io.atalaya.demo.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);

  @Test
  void aFileGetsLinesAndNoControlSequences() {
    Screen screen = new Screen(out, false);
    screen.progress(0.5, "half");
    screen.line("a signal", Screen.Style.CRITICAL);
    screen.endProgress();
    assertEquals("a signal" + System.lineSeparator(), bytes.toString(UTF_8));
  }

  @Test
  void onATerminalTheBarStaysBelowTheLines() {
    Screen screen = new Screen(out, true);
    screen.progress(0.25, "autumn");
    screen.line("a line");
    String bar = "[" + "#".repeat(10) + ".".repeat(30) + "]  25%  autumn";
    String erase = "\r\u001B[K";
    assertEquals(erase + bar + erase + "a line\n" + bar, bytes.toString(UTF_8));
    screen.endProgress();
    screen.line("good", Screen.Style.GOOD);
    assertEquals(
        erase + erase + "\u001B[32mgood\u001B[0m\n",
        bytes.toString(UTF_8).substring((erase + bar + erase + "a line\n" + bar).length()));
  }
}
