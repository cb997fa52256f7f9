package io.atalaya.adapter.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.quantization.inference.TextTokenizer;
import io.atalaya.quantization.model.ModelException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Runs a command that was given on the command line.
 *
 * <p>Results go to the standard output, progress and errors elsewhere. Exit codes: 0 when all went
 * well, 1 when a file or model cannot be used, 2 when the command line is wrong, 3 when a bound is
 * not met. For one thread.
 */
public final class Terminal {

  /** A file or model cannot be used. */
  static final int EXIT_FAILURE = 1;

  /** The command line is wrong. */
  static final int EXIT_USAGE = 2;

  /** All was done, and a bound is not met. */
  static final int EXIT_BOUND = 3;

  private static final Set<String> NAMES =
      Set.of("quantize", "compare", "benchmark", MemoryCommand.NAME, "help", "--help");

  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, Command> commands = new LinkedHashMap<>();

  /**
   * @param out for results
   * @param err for progress and errors
   * @param interactive whether {@code err} is a terminal, on which a line can be written over
   * @param tokenizer for models of texts
   * @param self the command that starts this program, without arguments
   */
  public Terminal(
      PrintStream out,
      PrintStream err,
      boolean interactive,
      TextTokenizer tokenizer,
      List<String> self) {
    this.out = out;
    this.err = err;
    ProgressLine progress = new ProgressLine(err, interactive);
    commands.put("quantize", new QuantizeCommand(out, progress, tokenizer));
    commands.put("compare", new CompareCommand(out, tokenizer));
    commands.put("benchmark", new BenchmarkCommand(out, progress, tokenizer, self));
    commands.put(MemoryCommand.NAME, new MemoryCommand(out, tokenizer));
  }

  /** Whether the arguments name a command, and are not for the service. */
  public static boolean isCommand(String... arguments) {
    return arguments.length > 0 && NAMES.contains(arguments[0]);
  }

  /** Runs the command and gives the exit code. */
  public int run(String... arguments) {
    CommandSpec root = Flags.command("atalaya", "Without a command, runs the service.");
    commands.forEach((name, command) -> root.addSubcommand(name, command.describe()));
    CommandLine line = new CommandLine(root);
    line.setOut(new PrintWriter(out, true, UTF_8));
    line.setErr(new PrintWriter(err, true, UTF_8));
    line.setExecutionStrategy(this::execute);
    line.setExecutionExceptionHandler(
        (failure, failed, parsed) -> {
          if (failure instanceof ModelException || failure instanceof IllegalArgumentException) {
            err.println(failure.getMessage());
            return EXIT_FAILURE;
          }
          throw failure;
        });
    String[] given = arguments[0].equals("help") ? new String[] {"--help"} : arguments;
    return line.execute(given);
  }

  private int execute(ParseResult parsed) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    ParseResult chosen = parsed.subcommand();
    Command command = chosen == null ? null : commands.get(chosen.commandSpec().name());
    if (command == null) {
      throw new CommandLine.ParameterException(
          parsed.commandSpec().commandLine(), "name a command: " + commands.keySet());
    }
    return command.run(chosen);
  }
}
