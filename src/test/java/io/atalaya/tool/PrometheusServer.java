package io.atalaya.tool;

import io.atalaya.embedded.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real Prometheus that scrapes Atalaya and evaluates rules of {@code k8s/monitoring}, in which
 * nothing differs but how long one waits.
 */
public final class PrometheusServer implements AutoCloseable {

  private static final Path RULES = Path.of("k8s", "monitoring", "rules");

  private final Process process;
  private final Path log;
  private final URI address;

  private PrometheusServer(Process process, Path log, URI address) {
    this.process = process;
    this.log = log;
    this.address = address;
  }

  /** The names of all files of rules. */
  public static List<String> allRules() throws IOException {
    try (var files = Files.list(RULES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /**
   * Starts it; what it has is below {@code directory}.
   *
   * @param data where its samples are, or will be
   * @param rules the files of rules that it evaluates
   * @param service the port of Atalaya's metrics
   * @param further sections of its configuration, in YAML; {@code scrape_configs} comes last, so
   *     that it may begin with further items of that
   */
  public static PrometheusServer start(
      Path directory, Path data, List<String> rules, int service, String further)
      throws IOException {
    Path copies = Files.createDirectories(directory.resolve("rules"));
    for (String name : rules) {
      String text = Files.readString(RULES.resolve(name));
      Files.writeString(copies.resolve(name), text.replaceAll("\\bfor: \\d+m", "for: 1s"));
    }
    Path configuration =
        Files.writeString(
            directory.resolve("prometheus.yaml"),
            """
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: ["%s/*.yaml"]
            scrape_configs:
              - job_name: atalaya
                metrics_path: /q/metrics
                static_configs: [{targets: ["127.0.0.1:%d"]}]
            %s
            """
                .formatted(copies, service, further));
    int port = FreePort.find();
    Path log = directory.resolve("prometheus.log");
    Process process =
        Tool.orSkip("prometheus")
            .serve(
                directory,
                log,
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + data,
                "--storage.tsdb.retention.time=35d",
                "--web.listen-address=127.0.0.1:" + port);
    return new PrometheusServer(process, log, URI.create("http://127.0.0.1:" + port));
  }

  /** Where it is asked. */
  public URI address() {
    return address;
  }

  /** What it wrote, for whoever has to find out why nothing came. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
