package io.atalaya.notebook.metrics;

import io.atalaya.bench.Options;
import io.atalaya.bootstrap.MonitoringFiles;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.drift.DriftSettings;
import io.atalaya.monitor.ModelSettings;
import io.atalaya.notebook.Notebook;
import io.atalaya.notebook.report.Part;
import io.atalaya.notebook.report.Report;
import io.atalaya.notebook.report.Section;
import io.atalaya.notebook.thresholds.DriftTuner;
import io.atalaya.notebook.thresholds.Fragment;
import io.atalaya.notebook.thresholds.Goal;
import io.atalaya.notebook.thresholds.Span;
import io.atalaya.notebook.thresholds.ThresholdTuner;
import io.atalaya.notebook.thresholds.Tuned;
import io.atalaya.signal.Threshold;
import io.atalaya.window.WindowLabel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Custom metrics: computes all that the pipeline shows of models, from files of events, plots it,
 * and tunes bounds on it.
 *
 * <p>Source of the default data: the demonstration's. Stateless.
 */
public final class MetricsNotebook implements Notebook {

  /** The fragment of the configuration that is written. */
  static final String FRAGMENT = "metrics-thresholds.yaml";

  @Override
  public Report run(Options options, Screen screen, Path directory) throws IOException {
    Choices choices = Choices.of(options);
    Path data = data(choices, screen, directory);
    MonitoringFiles files = MonitoringFiles.read(configuration(choices, directory));
    files.skipped().forEach(screen::line);
    screen.line("Reading " + data);
    List<RecordedEvent> events = EventFiles.read(data);
    screen.line(
        "%,d events from %s to %s"
            .formatted(
                events.size(),
                Instant.ofEpochMilli(events.getFirst().appendedMillis()),
                Instant.ofEpochMilli(events.getLast().appendedMillis())));
    History history = new History(files.settings());
    new BackTest(
            files.settings(),
            files.references(),
            choices.every(),
            new ShownProgress(history, events, screen))
        .run(events);
    screen.endProgress();

    TuningReport tuning = new TuningReport();
    Fragment fragment = new Fragment(files.properties());
    fragment.comment(
        "Bounds for %s false alarms in 30 days of each check, tuned on %s by ./mvnw -Dnotebook=metrics."
            .formatted(
                choices.goal().monthly(),
                choices.data().isEmpty() ? "the demonstration's months" : choices.data()));
    fragment.comment("Name this file before the configuration in SMALLRYE_CONFIG_LOCATIONS.");
    Map<String, ModelSettings> models = new TreeMap<>(files.settings().models());
    models.forEach(
        (model, settings) ->
            tune(model, settings, history, choices.goal(), tuning, fragment, screen));
    Files.writeString(directory.resolve(FRAGMENT), fragment.text());

    List<Section> sections = new ArrayList<>();
    sections.add(EventSections.events(history));
    sections.add(tuning.section(choices.goal().monthly()));
    sections.add(
        Section.of(
            "fragment",
            "Configuration",
            new Part.Paragraph(
                "The suggested bounds; of YAML files in SMALLRYE_CONFIG_LOCATIONS the first wins, so this one is named before the configuration."),
            new Part.Code(FRAGMENT, fragment.text())));
    sections.add(EventSections.signals(history));
    models.forEach((model, settings) -> sections.addAll(sections(model, settings, history)));
    sections.add(EventSections.figures(history));
    return new Report(
        "Custom metrics",
        "Every figure that the pipeline shows of these events, computed from files by the pipeline's own code; and bounds from history for a rate of false alarms.",
        facts(choices, events),
        sections);
  }

  private static Path data(Choices choices, Screen screen, Path directory) throws IOException {
    if (!choices.data().isEmpty()) {
      return Path.of(choices.data());
    }
    screen.line("Asking the demonstration's models about their months");
    Path data = Files.createDirectories(directory.resolve("metrics-events"));
    DemonstrationEvents.all().writeTo(data);
    return data;
  }

  private static List<Path> configuration(Choices choices, Path directory) throws IOException {
    if (!choices.configuration().isEmpty()) {
      return choices.configuration();
    }
    Path file = directory.resolve("metrics-monitoring.yaml");
    try (InputStream yaml =
        Objects.requireNonNull(
            MetricsNotebook.class.getResourceAsStream("model-monitoring.yaml"),
            "model-monitoring.yaml is not packaged")) {
      Files.copy(yaml, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return List.of(file);
  }

  private static void tune(
      String model,
      ModelSettings settings,
      History history,
      Goal goal,
      TuningReport tuning,
      Fragment fragment,
      Screen screen) {
    Map<Threshold, Double> limits = new HashMap<>();
    for (Threshold threshold : settings.thresholds()) {
      Tuned tuned = new ThresholdTuner(goal).tune(threshold, history.of(model, threshold));
      String side = threshold.bound().name().toLowerCase(Locale.ROOT);
      tuning.add(model, threshold.check(), WindowLabel.of(threshold.window()), side, tuned);
      tuned.suggestion().bound().ifPresent(trial -> limits.put(threshold, trial.limit()));
      say(screen, "%s %s %s".formatted(model, threshold.check(), side), tuned);
    }
    fragment.limits(model, settings.thresholds(), limits);
    DriftSettings drift = settings.drift();
    if (drift != null) {
      Tuned tuned = new DriftTuner(goal).tune(history.drift(model, drift));
      tuning.add(model, "drift", WindowLabel.of(drift.window()), "factor", tuned);
      tuned
          .suggestion()
          .bound()
          .ifPresent(trial -> fragment.effects(model, drift.effect(), trial.limit()));
      say(screen, model + " drift, factor", tuned);
    }
  }

  private static void say(Screen screen, String what, Tuned tuned) {
    screen.line(
        "%-40s %8.4g: %d false alarms; suggested %s"
            .formatted(
                what,
                tuned.current().limit(),
                tuned.current().falseAlarms().alarms(),
                tuned
                    .suggestion()
                    .bound()
                    .map(trial -> "%.4g: %d".formatted(trial.limit(), trial.falseAlarms().alarms()))
                    .orElse("none")));
  }

  /** The business figures and the technical ones of a model. */
  private static List<Section> sections(String model, ModelSettings settings, History history) {
    MetricCharts charts = new MetricCharts(model, settings, history);
    String id = model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    List<Section> sections = new ArrayList<>();
    sections.add(
        new Section(
            "technical-" + id,
            model + ": quality, traffic, drift",
            charts.parts(metric -> !metric.equals("atalaya_kpi"))));
    if (!settings.kpis().isEmpty()) {
      sections.add(
          new Section(
              "business-" + id,
              model + ": business figures",
              charts.parts(metric -> metric.equals("atalaya_kpi"))));
    }
    return sections;
  }

  private static SequencedMap<String, String> facts(Choices choices, List<RecordedEvent> events) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put("data", choices.data().isEmpty() ? "the demonstration's months" : choices.data());
    facts.put("events", Integer.toString(events.size()));
    facts.put("from", Instant.ofEpochMilli(events.getFirst().appendedMillis()).toString());
    facts.put("to", Instant.ofEpochMilli(events.getLast().appendedMillis()).toString());
    facts.put("healthy", text(choices.goal().healthy()));
    facts.put(
        "known to be wrong",
        String.join(", ", choices.goal().known().stream().map(MetricsNotebook::text).toList()));
    return facts;
  }

  private static String text(Span span) {
    return "%s to %s"
        .formatted(
            Instant.ofEpochMilli(span.fromMillis()), Instant.ofEpochMilli(span.untilMillis()));
  }
}
