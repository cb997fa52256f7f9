package io.atalaya.demo;

import java.nio.file.Path;

/**
 * What the caller of the demonstration may choose.
 *
 * @param speed recorded hours in a second, {@value #MIN_SPEED} to {@value #MAX_SPEED}
 * @param keep whether everything runs on after the replay, until it is interrupted
 * @param endWithParent whether it ends when the process that started it has ended, as Maven's end
 *     would otherwise leave it alone
 * @param directory where all files are put
 * @param service the pipeline's {@code quarkus-run.jar}
 */
record Options(double speed, boolean keep, boolean endWithParent, Path directory, Path service) {

  static final String USAGE =
      "options: --speed=HOURS_PER_SECOND --keep=true|false --end-with-parent=true|false"
          + " --directory=PATH --service=JAR";

  private static final double MIN_SPEED = 1;
  private static final double MAX_SPEED = 2_000;

  Options {
    if (!(speed >= MIN_SPEED && speed <= MAX_SPEED)) {
      throw new IllegalArgumentException(
          "--speed: %s is not from %.0f to %.0f recorded hours in a second"
              .formatted(speed, MIN_SPEED, MAX_SPEED));
    }
  }

  /**
   * Reads {@code --name=value} arguments; what is not given has its default.
   *
   * @throws IllegalArgumentException naming the argument that is unknown, malformed or out of
   *     bounds
   */
  static Options parse(String... arguments) {
    double speed = 60;
    boolean keep = false;
    boolean endWithParent = false;
    Path directory = Path.of("target", "demo");
    Path service = Path.of("target", "quarkus-app", "quarkus-run.jar");
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      switch (argument.substring(0, argument.length() - value.length())) {
        case "--speed=" -> speed = number(value);
        case "--keep=" -> keep = Boolean.parseBoolean(value);
        case "--end-with-parent=" -> endWithParent = Boolean.parseBoolean(value);
        case "--directory=" -> directory = Path.of(value);
        case "--service=" -> service = Path.of(value);
        default -> throw new IllegalArgumentException("unknown option " + argument);
      }
    }
    return new Options(
        speed, keep, endWithParent, directory.toAbsolutePath(), service.toAbsolutePath());
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--speed: '" + text + "' is no number, as 60 is", e);
    }
  }
}
