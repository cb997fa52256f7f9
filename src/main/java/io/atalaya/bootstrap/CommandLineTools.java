package io.atalaya.bootstrap;

import io.atalaya.adapter.onnx.PackagedTokenizer;
import io.atalaya.adapter.terminal.Terminal;
import java.io.Console;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Wires the command line, which works without the service. Stateless. */
final class CommandLineTools {

  private CommandLineTools() {}

  static boolean isCommand(String... arguments) {
    return Terminal.isCommand(arguments);
  }

  /** Runs the command that is named, and gives the exit code. */
  @SuppressWarnings("SystemOut") // What a command line is for.
  static int run(String... arguments) {
    boolean interactive =
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return new Terminal(System.out, System.err, interactive, new PackagedTokenizer(), self())
        .run(arguments);
  }

  /** The command that starts this program once more. */
  private static List<String> self() {
    if (System.getProperty("org.graalvm.nativeimage.imagecode") != null) {
      return ProcessHandle.current().info().command().map(List::of).orElse(List.of());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    String classPath = System.getProperty("java.class.path");
    if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
      command.addAll(List.of("-jar", classPath));
    } else {
      command.addAll(List.of("-cp", classPath, Atalaya.class.getName()));
    }
    return command;
  }
}
