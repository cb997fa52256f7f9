package io.atalaya.alerts;

import io.atalaya.embedded.FreePort;
import io.atalaya.tool.PrometheusServer;
import io.atalaya.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real Prometheus and a real Alertmanager, with copies of the files in {@code k8s/monitoring} in
 * which nothing differs but addresses and how long one waits.
 */
final class MonitoringServers implements AutoCloseable {

  private static final List<String> RULES =
      List.of("limits.yaml", "model-quality.yaml", "business.yaml", "watchdog.yaml");

  private static final Map<String, String> SECRETS =
      Map.of(
          "slack-token", "slack-secret",
          "smtp-password", "smtp-secret",
          "pagerduty-key", "pagerduty-secret",
          "jira-token", "jira-secret");

  private final PrometheusServer prometheus;
  private final Process alertmanager;
  private final Path directory;

  private MonitoringServers(PrometheusServer prometheus, Process alertmanager, Path directory) {
    this.prometheus = prometheus;
    this.alertmanager = alertmanager;
    this.directory = directory;
  }

  /**
   * Starts both.
   *
   * @param service the port of Atalaya's metrics
   * @param smtp where mail goes
   */
  static MonitoringServers start(Path directory, int service, Receivers receivers, int smtp)
      throws IOException {
    int port = FreePort.find();
    Process alertmanager = alertmanager(directory, receivers, smtp, port);
    PrometheusServer prometheus =
        PrometheusServer.start(
            directory,
            directory.resolve("prometheus-data"),
            RULES,
            service,
            """
            alerting:
              alertmanagers: [{static_configs: [{targets: ["127.0.0.1:%d"]}]}]
            """
                .formatted(port));
    return new MonitoringServers(prometheus, alertmanager, directory);
  }

  /** Starts an Alertmanager that listens at {@code port}. */
  static Process alertmanager(Path directory, Receivers receivers, int smtp, int port)
      throws IOException {
    return Tool.orSkip("alertmanager")
        .serve(
            directory,
            directory.resolve("alertmanager.log"),
            "--config.file=" + alertmanagerConfiguration(directory, receivers, smtp),
            "--storage.path=" + directory.resolve("alertmanager-data"),
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address=");
  }

  /** What both wrote, for whoever has to find out why nothing came. */
  String logs() {
    try {
      return prometheus.log() + Files.readString(directory.resolve("alertmanager.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static Path alertmanagerConfiguration(Path directory, Receivers receivers, int smtp)
      throws IOException {
    Path secrets = Files.createDirectories(directory.resolve("secrets"));
    for (var secret : SECRETS.entrySet()) {
      Files.writeString(secrets.resolve(secret.getKey()), secret.getValue());
    }
    for (String webhook : List.of("watchdog", "teams", "automation", "owners-of-bike-demand")) {
      Files.writeString(secrets.resolve(webhook + "-url"), receivers.url("/" + webhook));
    }
    Path original = Rule.MONITORING.resolve("alertmanager");
    return Files.writeString(
        directory.resolve("alertmanager.yaml"),
        Files.readString(original.resolve("alertmanager.yaml"))
            .replace(
                "/etc/alertmanager/config/", original.toAbsolutePath().resolve("templates") + "/")
            .replace(
                "/etc/alertmanager/secrets/atalaya-alertmanager-credentials", secrets.toString())
            .replace("smtp.example.org:587", "127.0.0.1:" + smtp + "\n  smtp_require_tls: false")
            .replace("https://events.pagerduty.com/v2/enqueue", receivers.url("/pagerduty"))
            .replace(
                "https://example.atlassian.net/rest/api/2",
                receivers.url("/jira") + "\n  slack_app_url: " + receivers.url("/slack"))
            // At night and on Sundays too the test wants to hear of warnings.
            .replace("mute_time_intervals: [quiet-hours]", "continue: false")
            .replaceAll("group_wait: \\w+", "group_wait: 1s")
            .replaceAll("group_interval: \\w+", "group_interval: 2s"));
  }

  @Override
  public void close() {
    prometheus.close();
    alertmanager.destroyForcibly();
  }
}
