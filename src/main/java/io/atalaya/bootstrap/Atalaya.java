package io.atalaya.bootstrap;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The application. */
@QuarkusMain
public final class Atalaya {

  Atalaya() {}

  /**
   * Runs the application until it is told to stop; ends with exit code 1 if it cannot start. Where
   * a command of the {@link CommandLineTools} is named, runs that instead, and starts nothing else.
   */
  @SuppressWarnings("SystemOut") // There is no logging yet.
  public static void main(String... args) {
    if (CommandLineTools.isCommand(args)) {
      System.exit(CommandLineTools.run(args));
    }
    try {
      ConfigurationFiles.check();
    } catch (StartupFailure failure) {
      System.err.println(failure.getMessage());
      System.exit(1);
    }
    Quarkus.run(args);
  }
}
