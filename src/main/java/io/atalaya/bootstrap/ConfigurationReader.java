package io.atalaya.bootstrap;

import io.atalaya.adapter.inference.FrontSettings;
import io.atalaya.adapter.kafka.pipeline.Instance;
import io.atalaya.adapter.kafka.pipeline.SnapshotInterval;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.Profile;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.drift.ReferenceTable;
import io.atalaya.monitor.ModelSettings;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.window.PaneWidth;
import io.smallrye.config.SmallRyeConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the configuration below {@code atalaya} into records.
 *
 * <p>All problems are reported together, one line each. Where a key is missing, the documented
 * default holds; {@code atalaya.defaults} is for the models that no configuration names, not for
 * the missing keys of those that it names.
 */
final class ConfigurationReader {

  private static final int LONGEST_NAME = 256;
  private static final String MODEL = "{windows: [5m, 1h, 24h]}";

  private final Map<ReferenceSource.File, ReferenceTable> tables = new HashMap<>();

  private final Instance unnamed;

  /**
   * @param unnamed the instance when no name is given
   */
  private ConfigurationReader(Instance unnamed) {
    this.unnamed = unnamed;
  }

  /**
   * Reads and checks everything, the files that it names included.
   *
   * @throws StartupFailure if anything is wrong
   */
  static Configuration read(SmallRyeConfig config) {
    List<String> problems = new ArrayList<>();
    Block root = Block.of(config, "atalaya", problems);
    return new ConfigurationReader(unnamed(config))
        .read(root)
        .orElseThrow(() -> new StartupFailure(problems));
  }

  /** Host and port: no two processes share them, and a restart in place has them again. */
  private static Instance unnamed(SmallRyeConfig config) {
    int port = config.getOptionalValue("quarkus.http.port", Integer.class).orElse(0);
    String place = port == 0 ? UUID.randomUUID().toString() : Integer.toString(port);
    try {
      return Instance.at(InetAddress.getLocalHost().getHostName(), place);
    } catch (UnknownHostException nameless) {
      return Instance.at("unnamed", UUID.randomUUID().toString());
    }
  }

  private Optional<Configuration> read(Block root) {
    Instance instance = root.value("instance", unnamed, Instance::new);
    SnapshotInterval snapshots =
        root.value(
            "snapshot-every",
            new SnapshotInterval(Duration.ofHours(1)),
            text -> new SnapshotInterval(Quantities.duration(text, "1h")));
    Duration pane =
        root.value(
            "pane",
            Duration.ofSeconds(10),
            text -> PaneWidth.checkedPane(Quantities.duration(text, "10s")));
    Duration grace = root.duration("grace", "5m");
    int maxModels = root.count("max-models", 200);
    int maxPending = root.count("max-pending", 5_000_000);
    int maxSeries = root.count("max-series", 2_000);
    ModelReader reader = new ModelReader(pane, tables);
    Block blocks = root.block("models", "{bike-demand: " + MODEL + "}");
    Map<String, ModelSettings> models = new HashMap<>();
    Map<String, ModelCache> caches = new HashMap<>();
    Map<String, FrontSettings> fronts = new HashMap<>();
    ProbeReader probes = new ProbeReader();
    probes.shared(root.block("probes", "{interval: 15s, timeout: 2s}"));
    for (String name : blocks.keys()) {
      if (name.isBlank() || name.length() > LONGEST_NAME) {
        blocks.problem(name, "is no name of a model: give 1 to " + LONGEST_NAME + " characters");
      }
      Block model = blocks.block(name, MODEL);
      CacheReader.settings(model).ifPresent(cache -> caches.put(name, cache));
      Optional<FrontSettings> front = FrontReader.settings(model);
      front.ifPresent(settings -> fronts.put(name, settings));
      probes.model(name, model, front);
      reader.read(model).ifPresent(settings -> models.put(name, settings));
    }
    Optional<ModelSettings> defaults = reader.read(root.block("defaults", MODEL));
    Optional<ScoringResources> scoring =
        scoring(root.block("scoring", "{model: /models/all-MiniLM-L6-v2}"));
    Optional<CacheResources> cache =
        CacheReader.resources(root.block("cache", "{memory: {size: 64MB}}"));
    Optional<ReportSettings> reports =
        ReportReader.settings(root.block("reports", "{time-zone: Europe/Madrid}"));
    Optional<AccessSettings> access =
        AccessReader.read(
            root.block("api", "{token-file: /run/secrets/atalaya}"),
            root.block("access", "{reading: open}"));
    Optional<ProbingSettings> probing =
        probes.systems(root.block("systems", "{grafana: {url: 'http://grafana:3000'}}"));
    return root.end(
        () -> {
          AccessSettings checked = access.orElseThrow();
          requireAuthentication(fronts, checked);
          return new Configuration(
              instance,
              snapshots,
              scoring.orElseThrow(),
              cache.orElseThrow(),
              Map.copyOf(caches),
              Map.copyOf(fronts),
              probing.orElseThrow(),
              reports.orElseThrow(),
              new MonitorSettings(
                  pane, grace, models, defaults.orElseThrow(), maxModels, maxPending, maxSeries),
              references(models),
              tables.values().stream().flatMap(table -> table.skipped().stream()).toList(),
              checked);
        });
  }

  private static void requireAuthentication(
      Map<String, FrontSettings> fronts, AccessSettings access) {
    fronts.forEach(
        (model, settings) -> {
          if (settings.tokenRequired() && !access.isAuthenticating()) {
            throw new IllegalArgumentException(
                "models.%s.front.token: required, and there is none: set atalaya.api.token-file, or atalaya.access.oidc"
                    .formatted(model));
          }
        });
  }

  private Map<String, Profile> references(Map<String, ModelSettings> models) {
    Map<String, Profile> profiles = new HashMap<>();
    models.forEach(
        (model, settings) -> {
          DriftSettings drift = settings.drift();
          if (drift != null && drift.reference() instanceof ReferenceSource.File file) {
            ReferenceTable table = tables.get(file);
            if (table != null) {
              profiles.put(model, profile(model, table, drift));
            }
          }
        });
    return profiles;
  }

  private static Profile profile(String model, ReferenceTable table, DriftSettings drift) {
    try {
      return table.profile(drift);
    } catch (IllegalArgumentException none) {
      throw new IllegalArgumentException(
          "models.%s.drift.reference.%s".formatted(model, none.getMessage()), none);
    }
  }

  private static Optional<ScoringResources> scoring(Block block) {
    Optional<Path> model = block.value("model", Path::of);
    int threads = block.count("threads", 1);
    int queue = block.count("queue", 256);
    return block.end(() -> new ScoringResources(model, threads, queue));
  }
}
