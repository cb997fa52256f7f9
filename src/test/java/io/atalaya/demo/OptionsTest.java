package io.atalaya.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void whatIsNotGivenHasItsDefault() {
    Options options = Options.parse();
    assertEquals(60, options.speed());
    assertEquals(Path.of("target/demo").toAbsolutePath(), options.directory());
    assertEquals(
        new Options(2_000, true, true, Path.of("/d"), Path.of("/s.jar")),
        Options.parse(
            "--speed=2000",
            "--keep=true",
            "--end-with-parent=true",
            "--directory=/d",
            "--service=/s.jar"));
  }

  @Test
  void aWrongArgumentIsNamed() {
    assertMessage("--speed: 0.0 is not from 1 to 2000 recorded hours in a second", "--speed=0");
    assertMessage("--speed: NaN is not from 1 to 2000 recorded hours in a second", "--speed=NaN");
    assertMessage("--speed: 'fast' is no number, as 60 is", "--speed=fast");
    assertMessage("unknown option --slow=1", "--slow=1");
    assertMessage("unknown option --keep", "--keep");
    assertTrue(Options.USAGE.contains("--speed"));
  }

  private static void assertMessage(String expected, String argument) {
    assertEquals(
        expected,
        assertThrows(IllegalArgumentException.class, () -> Options.parse(argument)).getMessage());
  }
}
