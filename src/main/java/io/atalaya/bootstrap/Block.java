package io.atalaya.bootstrap;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A block of the configuration, read key by key.
 *
 * <p>Nothing throws: whatever is wrong becomes one line in a list that all blocks share, and the
 * reading goes on with the default, so that a person sees all mistakes at once. The keys that were
 * asked for are the known ones; {@link #end} reports all others.
 *
 * <p>For one thread.
 */
final class Block {

  private final SmallRyeConfig config;
  private final ConfigurationTree tree;
  private final List<String> problems;
  private final @Nullable Block parent;
  private final SortedSet<String> known = new TreeSet<>();
  private boolean sound = true;

  private Block(
      SmallRyeConfig config,
      ConfigurationTree tree,
      List<String> problems,
      @Nullable Block parent) {
    this.config = config;
    this.tree = tree;
    this.problems = problems;
    this.parent = parent;
  }

  /**
   * The block of all keys that begin with {@code name} and a dot.
   *
   * @param problems where problems are added
   */
  static Block of(SmallRyeConfig config, String name, List<String> problems) {
    return new Block(config, ConfigurationTree.of(config, name), problems, null);
  }

  /** Whether the configuration has this key, be there something below it or not. */
  boolean has(String key) {
    known.add(key);
    return tree.children().containsKey(key);
  }

  /** The value of {@code key} as it is written; empty when there is none. */
  Optional<String> text(String key) {
    known.add(key);
    ConfigurationTree child = tree.child(key);
    if (!child.children().isEmpty()) {
      problem(key, "is a %s: give one value".formatted(child.isList() ? "list" : "block"));
      return Optional.empty();
    }
    return scalar(child);
  }

  /** The value of {@code key} as {@code parse} reads it; empty when there is none. */
  <T> Optional<T> value(String key, Function<String, T> parse) {
    return text(key).flatMap(text -> parsed(key, text, parse));
  }

  /** The value of {@code key} as {@code parse} reads it, else {@code absent}. */
  <T> T value(String key, T absent, Function<String, T> parse) {
    return value(key, parse).orElse(absent);
  }

  /** A length of time; the default serves as the example. */
  Duration duration(String key, String absent) {
    return value(
        key, Quantities.duration(absent, absent), text -> Quantities.duration(text, absent));
  }

  /** A size in bytes; the default serves as the example. */
  long bytes(String key, String absent) {
    return value(key, Quantities.bytes(absent, absent), text -> Quantities.bytes(text, absent));
  }

  /** A number or percentage; the default serves as the example. */
  double ratio(String key, String absent) {
    return value(key, Quantities.ratio(absent, absent), text -> Quantities.ratio(text, absent));
  }

  /** A whole number; the default serves as the example. */
  long whole(String key, long absent) {
    return value(key, absent, text -> Quantities.whole(text, Long.toString(absent)));
  }

  /** A whole number that an {@code int} holds; the default serves as the example. */
  int count(String key, int absent) {
    return value(
        key,
        absent,
        text ->
            Math.toIntExact(
                Math.clamp(
                    Quantities.whole(text, Integer.toString(absent)),
                    Integer.MIN_VALUE,
                    Integer.MAX_VALUE)));
  }

  /** The values of a list of {@code key}, or of the one value there; empty when there is none. */
  <T> Optional<List<T>> list(String key, Function<String, T> parse) {
    known.add(key);
    ConfigurationTree child = tree.child(key);
    if (!child.children().isEmpty() && !child.isList()) {
      problem(key, "is a block: give a list");
      return Optional.empty();
    }
    // A list is also there as one value with commas, which the environment can override.
    List<String> texts =
        scalar(child)
            .map(text -> List.of(text.split(",", -1)))
            .orElseGet(
                () ->
                    child.children().values().stream()
                        .map(element -> scalar(element).orElse(""))
                        .toList());
    if (texts.isEmpty() && !tree.children().containsKey(key)) {
      return Optional.empty();
    }
    List<T> values = new ArrayList<>();
    texts.forEach(text -> parsed(key, text.strip(), parse).ifPresent(values::add));
    return values.size() == texts.size() ? Optional.of(values) : Optional.empty();
  }

  /**
   * The block below {@code key}, empty when there is none.
   *
   * @param example a good block, for the message when there is a plain value instead
   */
  Block block(String key, String example) {
    known.add(key);
    return block(tree.child(key), example);
  }

  /** The blocks below {@code key}: the elements of a list, or the one that is no list. */
  List<Block> blocks(String key, String example) {
    known.add(key);
    ConfigurationTree child = tree.child(key);
    return child.isList()
        ? child.children().values().stream().map(element -> block(element, example)).toList()
        : List.of(block(child, example));
  }

  private Block block(ConfigurationTree node, String example) {
    Optional<String> wrong =
        node.isList() ? Optional.of("is a list") : scalar(node).map(text -> text + " is no block");
    Block block = new Block(config, wrong.isPresent() ? node.emptied() : node, problems, this);
    wrong.ifPresent(what -> block.report(node, what + ": give a block, for example " + example));
    return block;
  }

  /** The keys of this block, whatever they are. */
  List<String> keys() {
    known.addAll(tree.children().keySet());
    return List.copyOf(tree.children().keySet());
  }

  /** Reports {@code what} is wrong with the value of {@code key}. */
  void problem(String key, String what) {
    report(tree.child(key), what);
  }

  /** Reports {@code what} is wrong with this block as a whole, unless more is known already. */
  void problem(String what) {
    if (sound) {
      report(tree, what);
    }
  }

  /**
   * Ends the reading of this block: reports the unknown keys and, when all is well here and below,
   * builds what was read.
   *
   * @param build makes a record; what it refuses with an {@link IllegalArgumentException} that
   *     begins with the key is reported
   * @return the record; empty when something is wrong
   */
  <T> Optional<T> end(Supplier<T> build) {
    tree.children()
        .forEach(
            (key, child) -> {
              if (!known.contains(key)) {
                report(child, "unknown key: " + Suggestion.of(key, known, "use"));
              }
            });
    if (!sound) {
      return Optional.empty();
    }
    try {
      return Optional.of(build.get());
    } catch (IllegalArgumentException e) {
      report(tree.name() + "." + e.getMessage());
      return Optional.empty();
    }
  }

  private void report(ConfigurationTree node, String what) {
    report(node.name() + ": " + what);
  }

  private void report(String problem) {
    problems.add(problem);
    for (Block block = this; block != null; block = block.parent) {
      block.sound = false;
    }
  }

  private <T> Optional<T> parsed(String key, String text, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException e) {
      problem(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<String> scalar(ConfigurationTree node) {
    ConfigValue value = config.getConfigValue(node.property());
    if (value.hasProblems()) {
      report(
          node,
          "%s refers to something undefined: define it, or write the value itself"
              .formatted(value.getRawValue()));
      return Optional.empty();
    }
    return Optional.ofNullable(value.getValue()).map(String::strip).filter(text -> !text.isEmpty());
  }
}
