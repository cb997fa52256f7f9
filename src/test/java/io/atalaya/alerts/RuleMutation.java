package io.atalaya.alerts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fault planted in a rules file.
 *
 * @param rule where
 * @param what the text that was changed, and into what
 * @param file the whole file with the fault
 */
record RuleMutation(Rule rule, String what, String file) {

  private static final Map<String, List<String>> OPERATORS =
      Map.of(
          " < ", List.of(" > "),
          " > ", List.of(" < "),
          " >= ", List.of(" < "),
          " == ", List.of(" != "),
          "and on", List.of("unless on"));

  private static final Pattern PLACES =
      Pattern.compile(
          " (?:<|>|>=|==) |(?m:^\\s+)(?:<|>|>=) on|and on|vector\\(([0-9.]+)\\)|\\bfor: (\\d+)m");

  /**
   * All faults of one rule: a comparison or condition turned round, a limit that is more or less,
   * another {@code for}. {@code >} instead of {@code >=} is none: at the limit of a ratio that is
   * computed the last bit decides.
   *
   * @param text of the file
   * @param from where the rule begins in it
   * @param to where it ends
   */
  static List<RuleMutation> of(Rule rule, String text, int from, int to) {
    List<RuleMutation> mutations = new ArrayList<>();
    Matcher places = PLACES.matcher(text).region(from, to);
    while (places.find()) {
      for (String replacement : replacements(places)) {
        mutations.add(
            new RuleMutation(
                rule,
                places.group().strip() + " -> " + replacement.strip(),
                text.substring(0, places.start()) + replacement + text.substring(places.end())));
      }
    }
    return mutations;
  }

  /** Whether it is of a kind that cases have to find, and not only most of them. */
  boolean plain() {
    return rule.alert() && !rule.file().endsWith("slo.yaml");
  }

  private static List<String> replacements(Matcher place) {
    if (place.group(1) != null) {
      double limit = Double.parseDouble(place.group(1));
      return List.of("vector(" + limit * 0.5 + ")", "vector(" + limit * 2 + ")");
    }
    if (place.group(2) != null) {
      return List.of("for: 0m", "for: 24h");
    }
    String found = place.group();
    if (found.endsWith(" on") && !found.startsWith("and")) {
      String operator = " " + found.strip().replace(" on", "") + " ";
      return OPERATORS.getOrDefault(operator, List.of()).stream()
          .map(other -> found.replace(operator.strip() + " on", other.strip() + " on"))
          .toList();
    }
    return OPERATORS.getOrDefault(found, List.of());
  }
}
