package io.atalaya.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cases of the rules find faults that are planted in rules. A sample of those in alert rules;
 * all of them with {@code -Dalerts.mutations=1000}.
 */
class RuleMutationTest {

  private static final int SAMPLE = Integer.getInteger("alerts.mutations", 6);
  private static final long SEED = 20261127;

  @Test
  void plantedFaultsAreFound(@TempDir Path directory) throws IOException {
    Tool promtool = Tool.orSkip("promtool");
    List<RuleMutation> mutations = new ArrayList<>(mutations());
    assertTrue(mutations.size() > 100, "only " + mutations.size());
    if (SAMPLE < mutations.size()) {
      mutations.removeIf(mutation -> !mutation.plain());
    }
    Collections.shuffle(mutations, new Random(SEED));
    List<String> survivors = new ArrayList<>();
    Path copy = copy(directory);
    for (RuleMutation mutation : mutations.subList(0, Math.min(SAMPLE, mutations.size()))) {
      Path file = copy.resolve("rules").resolve(mutation.rule().file().getFileName());
      String right = Files.readString(file);
      Files.writeString(file, mutation.file());
      if (!found(promtool, copy, mutation.rule())) {
        survivors.add(mutation.rule().name() + ": " + mutation.what());
      }
      Files.writeString(file, right);
    }
    assertEquals(List.of(), survivors);
  }

  /** Whether a case of an alert that rests on the rule fails. */
  private static boolean found(Tool promtool, Path copy, Rule rule) throws IOException {
    Set<String> alerts = resting(rule.name());
    List<RuleCase> cases = RuleCase.all();
    for (Path file : Rule.files(copy.resolve("tests"))) {
      Set<String> here =
          cases.stream()
              .filter(one -> one.file().getFileName().equals(file.getFileName()))
              .map(RuleCase::alert)
              .filter(alerts::contains)
              .collect(Collectors.toSet());
      if (!here.isEmpty()) {
        String names = here.stream().collect(Collectors.joining("|", "^(", ")[ :]"));
        if (promtool.run("test", "rules", "--run", names, file.toString()).exitCode() != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** The alerts whose expressions name the rule, or what is recorded from it. */
  private static Set<String> resting(String name) throws IOException {
    List<Rule> rules = Rule.all();
    Set<String> names = new HashSet<>(Set.of(name));
    int before;
    do {
      before = names.size();
      for (Rule rule : rules) {
        if (PromQl.metrics(rule.expression()).stream().anyMatch(names::contains)) {
          names.add(rule.name());
        }
      }
    } while (names.size() > before);
    return rules.stream()
        .filter(Rule::alert)
        .map(Rule::name)
        .filter(names::contains)
        .collect(Collectors.toSet());
  }

  private static List<RuleMutation> mutations() throws IOException {
    List<RuleMutation> mutations = new ArrayList<>();
    List<Rule> rules = Rule.all();
    for (Path file : Rule.files(Rule.DIRECTORY)) {
      String text = Files.readString(file);
      int from = 0;
      for (Rule rule : rules) {
        if (rule.file().equals(file)) {
          from = text.indexOf("- " + (rule.alert() ? "alert: " : "record: ") + rule.name(), from);
          int next = text.indexOf("\n      - ", from);
          int to = next < 0 ? text.length() : next;
          int annotations = text.indexOf("annotations:", from);
          mutations.addAll(
              RuleMutation.of(
                  rule, text, from, annotations > 0 && annotations < to ? annotations : to));
          from = to;
        }
      }
    }
    return mutations;
  }

  private static Path copy(Path directory) throws IOException {
    for (Path part : List.of(Rule.DIRECTORY, RuleCase.DIRECTORY)) {
      Path target = Files.createDirectories(directory.resolve(part.getFileName()));
      for (Path file : Rule.files(part)) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    return directory;
  }
}
