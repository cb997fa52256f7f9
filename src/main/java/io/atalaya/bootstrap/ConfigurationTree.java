package io.atalaya.bootstrap;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.NameIterator;
import io.smallrye.config.SmallRyeConfig;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The property names below a prefix as a tree, so that every key can be accounted for.
 *
 * <p>A segment is unquoted, and an index is a segment of its own: {@code a."b.c"[0].d} stands at
 * {@code a}, {@code b.c}, {@code [0]}, {@code d}.
 *
 * <p>Names that only the environment has are left out. They are guesses at what {@code ATALAYA_X_Y}
 * may stand for, and Kubernetes adds variables such as {@code ATALAYA_SERVICE_HOST} for a service
 * of our name; the environment overrides the value of a key by its name instead.
 */
final class ConfigurationTree {

  private static final Pattern INDEXED = Pattern.compile("(.*?)((?:\\[\\d+])+)");

  /** Alphabetical, but {@code [2]} before {@code [10]}. */
  private static final Comparator<String> ORDER =
      Comparator.comparingInt((String key) -> key.startsWith("[") ? key.length() : 0)
          .thenComparing(Comparator.naturalOrder());

  private final String property;
  private final String name;
  private final Map<String, ConfigurationTree> children = new TreeMap<>(ORDER);

  private ConfigurationTree(String property, String name) {
    this.property = property;
    this.name = name;
  }

  /** The tree of the names of {@code config} that begin with {@code root} and a dot. */
  static ConfigurationTree of(SmallRyeConfig config, String root) {
    Set<String> environment = new HashSet<>();
    Set<String> others = new HashSet<>();
    for (ConfigSource source : config.getConfigSources()) {
      (source instanceof EnvConfigSource ? environment : others).addAll(source.getPropertyNames());
    }
    environment.removeAll(others);
    ConfigurationTree tree = new ConfigurationTree(root, root);
    for (String name : config.getPropertyNames()) {
      if (name.startsWith(root + ".") && !environment.contains(name)) {
        tree.insert(name);
      }
    }
    return tree;
  }

  private void insert(String name) {
    NameIterator names = new NameIterator(name, property.length());
    ConfigurationTree node = this;
    while (names.hasNext()) {
      String key = names.getNextSegment();
      int start = names.getPosition();
      names.next();
      String segment = name.substring(start, names.getPosition());
      Matcher matcher = INDEXED.matcher(key);
      String indexes = matcher.matches() ? matcher.group(2) : "";
      key = key.substring(0, key.length() - indexes.length());
      segment = segment.substring(0, segment.length() - indexes.length());
      // YAML 1.1 reads the plain key "on" as the truth value.
      boolean isOn = key.equals("true") && node.property.endsWith(".invalidation");
      node = isOn ? node.below("on", segment, ".on") : node.below(key, segment, segment);
      if (!indexes.isEmpty()) {
        node = node.below(indexes, indexes, indexes);
      }
    }
  }

  private ConfigurationTree below(String key, String segment, String shown) {
    return children.computeIfAbsent(
        key, unused -> new ConfigurationTree(property + segment, name + shown));
  }

  /** The property that holds the value of this place, if it has one. */
  String property() {
    return property;
  }

  /** The name of this place for messages: the property's, as a person would write it. */
  String name() {
    return name;
  }

  /** What stands directly below, by key; elements of a list by {@code [index]}, in order. */
  Map<String, ConfigurationTree> children() {
    return children;
  }

  /** What stands at {@code key}; an empty tree if nothing does. */
  ConfigurationTree child(String key) {
    ConfigurationTree child = children.get(key);
    return child == null ? new ConfigurationTree(property + "." + key, name + "." + key) : child;
  }

  /** This place with nothing below. */
  ConfigurationTree emptied() {
    return new ConfigurationTree(property, name);
  }

  /** Whether this is a list: something stands below, and all of it at indexes. */
  boolean isList() {
    return !children.isEmpty() && children.keySet().stream().allMatch(key -> key.startsWith("["));
  }
}
