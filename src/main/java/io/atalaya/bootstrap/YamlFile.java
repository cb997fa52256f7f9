package io.atalaya.bootstrap;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What SmallRye does not tell of a YAML file: the keys below {@code atalaya} that have nothing
 * below them, where it does not parse, keys given twice and a misspelt {@code atalaya}.
 *
 * @param emptyBlocks the property names of the keys whose value is {@code {}} or missing
 * @param problems one line each
 */
record YamlFile(Set<String> emptyBlocks, List<String> problems) {

  private static final String ROOT = "atalaya";
  private static final int DEEPEST = 50;

  /** Reads a file; that it cannot be read is one of the problems. */
  static YamlFile read(Path path) {
    YamlFile file = new YamlFile(new TreeSet<>(), new ArrayList<>());
    try (Reader reader = Files.newBufferedReader(path)) {
      Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      for (Node document : yaml.composeAll(reader)) {
        file.visit(path, "", document, 0);
      }
    } catch (MarkedYAMLException e) {
      file.problems.add(
          "%s line %d, column %d is no YAML: %s: mend it there or just before"
              .formatted(
                  path,
                  e.getProblemMark().getLine() + 1,
                  e.getProblemMark().getColumn() + 1,
                  e.getProblem()));
    } catch (YAMLException e) {
      file.problems.add("%s is no YAML: %s: mend it".formatted(path, e.getMessage()));
    } catch (IOException e) {
      file.problems.add(path + " cannot be read: check its permissions, and that it is UTF-8");
    }
    return file;
  }

  private void visit(Path path, String name, Node node, int depth) {
    if (depth > DEEPEST) {
      problems.add(path + ": " + name + ": is nested too deeply: check its anchors");
      return;
    }
    switch (node) {
      case MappingNode mapping -> {
        if (mapping.getValue().isEmpty()) {
          addEmpty(name);
        }
        visitKeys(path, name, mapping, depth);
      }
      case SequenceNode sequence -> {
        for (int i = 0; i < sequence.getValue().size(); i++) {
          visit(path, name + "[" + i + "]", sequence.getValue().get(i), depth + 1);
        }
      }
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> addEmpty(name);
      default -> {
        // A value, which SmallRye tells of.
      }
    }
  }

  private void visitKeys(Path path, String name, MappingNode mapping, int depth) {
    Set<String> seen = new HashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode keyNode)
          || keyNode.getTag().equals(Tag.MERGE)) {
        continue;
      }
      String key = keyNode.getValue();
      String below = key.contains(".") ? '"' + key + '"' : key;
      String full = name.isEmpty() ? below : name + "." + below;
      int line = keyNode.getStartMark().getLine() + 1;
      if (!seen.add(key)) {
        problems.add("%s line %d: %s: is given twice: keep one".formatted(path, line, full));
      }
      if (name.isEmpty()
          && !key.equals(ROOT)
          && Suggestion.nearest(key, List.of(ROOT)).isPresent()) {
        problems.add(
            "%s line %d: %s: unknown key: did you mean %s?".formatted(path, line, key, ROOT));
      }
      visit(path, full, entry.getValueNode(), depth + 1);
    }
  }

  private void addEmpty(String name) {
    if (name.startsWith(ROOT + ".")) {
      emptyBlocks.add(name);
    }
  }
}
