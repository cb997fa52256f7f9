package io.atalaya.dashboards;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of a dashboard's variables, as a reader may choose them: of one that takes several, all;
 * of another, each in turn.
 *
 * @param values by name
 */
record Variables(Map<String, String> values) {

  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((?:(.*), )?(\\w+)\\)");

  /** What Grafana puts in by itself; scrapes are a second apart. */
  private static final Map<String, String> BUILT_IN =
      Map.of("__rate_interval", "15s", "__range", "10m");

  /** Every choice that there is now. */
  static List<Variables> choices(Dashboard dashboard, Prometheus prometheus) {
    List<Variables> choices = List.of(new Variables(BUILT_IN));
    for (Dashboard.Variable variable : dashboard.variables()) {
      if (!variable.query().isEmpty()) {
        List<Variables> more = new ArrayList<>();
        for (Variables choice : choices) {
          for (String value : choice.offered(variable, dashboard, prometheus)) {
            more.add(choice.with(variable.name(), value));
          }
        }
        choices = more;
      }
    }
    return choices;
  }

  private List<String> offered(
      Dashboard.Variable variable, Dashboard dashboard, Prometheus prometheus) {
    Matcher query = LABEL_VALUES.matcher(in(variable.query()));
    if (!query.matches()) {
      throw new AssertionError(variable.query() + " is not label_values(series, label)");
    }
    String series = query.group(1) == null ? "" : query.group(1);
    List<String> values = prometheus.labelValues(series, query.group(2));
    boolean repeats =
        dashboard.panels().stream()
            .anyMatch(panel -> panel.json().path("repeat").asText().equals(variable.name()));
    return variable.isMulti() && !repeats && !values.isEmpty() ? List.of(".*") : values;
  }

  private Variables with(String name, String value) {
    Map<String, String> more = new HashMap<>(values);
    more.put(name, value);
    return new Variables(more);
  }

  /** The text with the values in it. */
  String in(String text) {
    String filled = text;
    // One name may begin as another does.
    for (String name :
        values.keySet().stream().sorted(Comparator.comparing(String::length).reversed()).toList()) {
      filled = filled.replace("$" + name, values.getOrDefault(name, ""));
    }
    return filled;
  }
}
