package io.atalaya.bootstrap;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What keeps the application from starting, in words for the person who starts it: one line a
 * problem, each naming the thing and the remedy.
 *
 * <p>Thrown by anything that runs during the start (an observer of {@code StartupEvent}, a producer
 * of a bean that one needs), it ends the process with exit code 1 and puts these lines, and nothing
 * else, on the error stream. Quarkus does so for a {@link ConfigurationException} that is the root
 * cause; therefore it has no cause of its own.
 */
public final class StartupFailure extends ConfigurationException {

  private final List<String> problems;

  /**
   * @param problems one or more, each one line
   */
  public StartupFailure(List<String> problems) {
    super(
        problems.stream()
            .map(problem -> "Atalaya cannot start: " + problem.replaceAll("\\R", " "))
            .collect(Collectors.joining(System.lineSeparator())));
    this.problems = List.copyOf(problems);
  }

  /**
   * @param problem one line
   */
  public StartupFailure(String problem) {
    this(List.of(problem));
  }

  /** The problems, one line each. */
  public List<String> problems() {
    return problems;
  }
}
