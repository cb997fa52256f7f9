package io.atalaya.dashboards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.alerts.MetricNames;
import io.atalaya.alerts.PromQl;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every dashboard, without a Grafana and without data. */
class DashboardsTest {

  /** Units as Grafana has them ({@code @grafana/data} 12.4). */
  private static final Set<String> UNITS =
      Set.of(
          "Bps",
          "bytes",
          "celsius",
          "cps",
          "eps",
          "none",
          "ops",
          "percent",
          "percentunit",
          "reqps",
          "s",
          "sci",
          "short",
          "suffix: tokens/s",
          "watt");

  private static final Set<String> TRANSFORMATIONS = Set.of("merge", "organize");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-zA-Z_]+)");
  private static final Pattern TO_DASHBOARD = Pattern.compile("^/d/([a-z-]+)\\?(.+)$");
  private static final Pattern PARAMETER =
      Pattern.compile("var-([a-z]+)=|\\$\\{([a-z]+):queryparam}");
  private static final int COLUMNS = 24;

  private final GrafanaSchema schema = new GrafanaSchema();

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void isWhatGrafanaTakes(Dashboard dashboard) {
    assertEquals(List.of(), schema.problems(dashboard.json()));
    for (Dashboard.Panel panel : dashboard.panels()) {
      assertEquals(List.of(), schema.problemsOfOverrides(panel));
      for (JsonNode transformation : panel.json().path("transformations")) {
        assertTrue(TRANSFORMATIONS.contains(transformation.path("id").asText()), panel::toString);
      }
    }
  }

  @Test
  void schemaRefusesWhatGrafanaDoesNotKnow() {
    ObjectNode dashboard = Dashboard.all().getFirst().json().deepCopy();
    ObjectNode panel =
        (ObjectNode) new Dashboard(Dashboard.DIRECTORY, dashboard).panels().getFirst().json();
    ((ObjectNode) panel.path("options")).put("colourMode", "value");
    assertEquals(1, schema.problems(dashboard).size(), () -> schema.problems(dashboard).toString());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void isNamedAsItsFile(Dashboard dashboard) {
    assertEquals(dashboard.uid() + ".json", dashboard.file().getFileName().toString());
    assertEquals("[\"atalaya\"]", dashboard.json().path("tags").toString());
    assertEquals(1, dashboard.json().path("version").asInt());
  }

  @Test
  void kustomizationHasThemAll() throws IOException {
    String text = Files.readString(Dashboard.DIRECTORY.resolve("kustomization.yaml"));
    for (Dashboard dashboard : Dashboard.all()) {
      assertTrue(text.contains("files: [" + dashboard.file().getFileName() + "]"), dashboard::uid);
    }
  }

  /**
   * The schema knows no other data source than the variable: here it is the only one, and first.
   */
  @ParameterizedTest
  @MethodSource("dashboards")
  void dataSourceIsChosenFirst(Dashboard dashboard) {
    Dashboard.Variable first = dashboard.variables().getFirst();
    assertEquals("datasource", first.name());
    assertEquals("datasource", first.json().path("type").asText());
    dashboard
        .json()
        .findValues("datasource")
        .forEach(source -> assertEquals("${datasource}", source.path("uid").asText()));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void variablesAreDefinedBeforeTheyAreUsed(Dashboard dashboard) {
    Set<String> defined = new HashSet<>();
    for (Dashboard.Variable variable : dashboard.variables()) {
      for (String used : variablesIn(variable.query())) {
        assertTrue(defined.contains(used), variable.name() + " needs " + used);
      }
      assertTrue(defined.add(variable.name()), variable.name() + " is there twice");
    }
    Set<String> used = variablesIn(dashboard.json().toString());
    assertEquals(defined, used);
  }

  /** One that takes several values has to be matched, not compared. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void severalValuesAreMatched(Dashboard dashboard) {
    for (Dashboard.Variable variable : dashboard.variables()) {
      Pattern compared = Pattern.compile("[^=~!]=\\s*\"\\$" + variable.name() + "\\b");
      for (Dashboard.Panel panel : dashboard.panels()) {
        if (variable.isMulti() && !panel.json().path("repeat").asText().equals(variable.name())) {
          for (Dashboard.Query query : panel.queries()) {
            assertFalse(compared.matcher(query.expression()).find(), query::toString);
          }
        }
      }
    }
  }

  /** Names of our variables, without those of Grafana. */
  private static Set<String> variablesIn(String text) {
    Matcher matcher = VARIABLE.matcher(text);
    Set<String> names = new TreeSet<>();
    while (matcher.find()) {
      if (!matcher.group(1).startsWith("__")) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void linksLeadToADashboardThatKnowsWhatTheySay(Dashboard dashboard) {
    Map<String, Dashboard> all =
        Dashboard.all().stream().collect(Collectors.toMap(Dashboard::uid, Function.identity()));
    for (String link : dashboard.links()) {
      Matcher target = TO_DASHBOARD.matcher(link);
      assertTrue(target.matches(), link);
      assertTrue(all.containsKey(target.group(1)), link);
      assertTrue(link.contains("${__url_time_range}"), link);
      Set<String> known =
          all.get(target.group(1)).variables().stream()
              .map(Dashboard.Variable::name)
              .collect(Collectors.toSet());
      Matcher parameter = PARAMETER.matcher(target.group(2));
      Set<String> said = new TreeSet<>();
      while (parameter.find()) {
        said.add(parameter.group(1) == null ? parameter.group(2) : parameter.group(1));
      }
      assertTrue(known.containsAll(said) && said.contains("datasource"), link);
    }
    JsonNode links = dashboard.json().path("links");
    assertEquals(1, links.size());
    assertEquals("dashboards", links.path(0).path("type").asText());
    assertTrue(links.path(0).path("includeVars").asBoolean());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsFitTogether(Dashboard dashboard) {
    Set<String> taken = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.json().path("panels")) {
      JsonNode place = panel.path("gridPos");
      int right = place.path("x").asInt() + place.path("w").asInt();
      assertTrue(right <= COLUMNS, panel::toString);
      for (int x = place.path("x").asInt(); x < right; x++) {
        for (int y = 0; y < place.path("h").asInt(); y++) {
          assertTrue(taken.add(x + "," + (place.path("y").asInt() + y)), panel::toString);
        }
      }
      assertTrue(ids.add(panel.path("id").asInt()), panel::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsSayWhatTheyShow(Dashboard dashboard) {
    Set<String> titles = new HashSet<>();
    for (Dashboard.Panel panel : dashboard.panels()) {
      assertFalse(panel.title().isBlank(), panel::toString);
      assertTrue(
          panel.json().path("description").asText().matches("(?s)[A-Z0-9].{9,}\\."),
          panel::toString);
      assertTrue(UNITS.contains(panel.defaults().path("unit").asText()), panel::toString);
      for (JsonNode unit : panel.overrides().findValues("properties")) {
        for (JsonNode change : unit) {
          if (change.path("id").asText().equals("unit")) {
            assertTrue(UNITS.contains(change.path("value").asText()), panel::toString);
          }
        }
      }
      titles.add(panel.title());
    }
    assertTrue(titles.size() > 5);
  }

  /** Bounds are drawn from series, so the only numbers in colours are those that mean yes or no. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void limitsAreSeries(Dashboard dashboard) {
    for (Dashboard.Panel panel : dashboard.panels()) {
      for (JsonNode step : panel.json().findValues("steps")) {
        for (JsonNode threshold : step) {
          String value = threshold.path("value").asText();
          assertTrue(Set.of("null", "0", "1").contains(value), () -> panel + ": " + value);
        }
      }
    }
  }

  @Test
  void metricsAreThoseOfTheContractOrOfExporters() throws IOException {
    MetricNames known = MetricNames.read();
    for (Dashboard dashboard : Dashboard.all()) {
      for (Dashboard.Query query : dashboard.queries()) {
        Set<String> metrics = PromQl.metrics(query.expression());
        assertFalse(metrics.isEmpty(), query::toString);
        assertEquals(Set.of(), known.unknown(metrics), query::toString);
      }
      for (Dashboard.Variable variable : dashboard.variables()) {
        Matcher metric = Pattern.compile("^label_values\\(([\\w:]+)").matcher(variable.query());
        if (metric.find()) {
          assertEquals(Set.of(), known.unknown(Set.of(metric.group(1))), variable::name);
        }
      }
    }
  }
}
