package io.atalaya.adapter.terminal;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Reads and describes what a command is given; nothing is found by reflection, as a native
 * executable has none. Stateless.
 */
final class Flags {

  private static final int WIDTH = 100;

  private Flags() {}

  /** A command with {@code --help}. */
  static CommandSpec command(String name, String... description) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage().description(description).width(WIDTH).sortOptions(false);
    return spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Shows this help.").build());
  }

  /** A file that has to be given. */
  static PositionalParamSpec file(int index, String label, String description) {
    return PositionalParamSpec.builder()
        .index(Integer.toString(index))
        .paramLabel(label)
        .type(Path.class)
        .required(true)
        .description(description)
        .build();
  }

  /** Files, one at least. */
  static PositionalParamSpec files(String label, String description) {
    return PositionalParamSpec.builder()
        .index("0..*")
        .arity("1..*")
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(Path.class)
        .required(true)
        .description(description)
        .build();
  }

  /** An option with a value. */
  static OptionSpec option(String name, Class<?> type, String label, String description) {
    return OptionSpec.builder(name).type(type).paramLabel(label).description(description).build();
  }

  /** An option with a value, and one when it is not given. */
  static OptionSpec option(
      String name, Class<?> type, String label, String absent, String description) {
    return OptionSpec.builder(name)
        .type(type)
        .paramLabel(label)
        .defaultValue(absent)
        .description(description + " Default: " + absent + ".")
        .build();
  }

  /** An option that may be given several times, or with commas. */
  static OptionSpec several(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .splitRegex(",")
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** An option that is there or not. */
  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // The option's description has its type.
  static <T> T value(ParseResult parsed, String name) {
    return parsed.matchedOption(name) == null
        ? parsed.commandSpec().findOption(name).getValue()
        : parsed.matchedOption(name).getValue();
  }

  static <T> Optional<T> optional(ParseResult parsed, String name) {
    return Optional.ofNullable(value(parsed, name));
  }

  static <T> List<T> list(ParseResult parsed, String name) {
    return parsed.matchedOption(name) == null
        ? List.of()
        : List.copyOf(parsed.matchedOption(name).getValue());
  }

  static boolean given(ParseResult parsed, String name) {
    return parsed.hasMatchedOption(name);
  }

  static Path file(ParseResult parsed, int index) {
    return parsed.matchedPositionalValue(index, Path.of(""));
  }

  /** A number as text, or several with commas. */
  static int[] numbers(ParseResult parsed, String name) {
    String text = value(parsed, name);
    try {
      int[] numbers = List.of(text.split(",", -1)).stream().mapToInt(Integer::parseInt).toArray();
      if (Arrays.stream(numbers).allMatch(number -> number > 0)) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw wrong(
        parsed, "%s is '%s': whole numbers above 0 are needed, as 1,8".formatted(name, text));
  }

  /** One of some words. */
  static <T extends Enum<T>> T choice(ParseResult parsed, String name, Class<T> type) {
    String text = value(parsed, name);
    for (T constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
        return constant;
      }
    }
    throw wrong(parsed, "%s is '%s': one of %s is needed".formatted(name, text, names(type)));
  }

  static <T extends Enum<T>> List<String> names(Class<T> type) {
    return List.of(type.getEnumConstants()).stream()
        .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  static ParameterException wrong(ParseResult parsed, String message) {
    return new ParameterException(parsed.commandSpec().commandLine(), message);
  }
}
