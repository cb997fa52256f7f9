package io.atalaya.bootstrap;

import io.atalaya.adapter.probe.http.Endpoint;
import io.atalaya.adapter.probe.http.ModelServer;
import io.atalaya.availability.ProbeTimes;
import java.util.Map;
import java.util.Optional;

/**
 * What is probed, and when.
 *
 * @param models the servers of those models that are probed
 * @param grafana where Grafana is; empty when it is not probed
 * @param redis when Redis is asked; empty: never
 * @param kafka when Kafka is asked; empty: never
 * @param postgres when PostgreSQL is asked, if there is one; empty: never
 */
record ProbingSettings(
    Map<String, ModelProbing> models,
    Optional<GrafanaProbing> grafana,
    Optional<ProbeTimes> redis,
    Optional<ProbeTimes> kafka,
    Optional<ProbeTimes> postgres) {

  ProbingSettings {
    models = Map.copyOf(models);
  }

  /** A model's server, and when it is asked. */
  record ModelProbing(ModelServer server, ProbeTimes times) {}

  /** Where Grafana is, and when it is asked. */
  record GrafanaProbing(Endpoint endpoint, ProbeTimes times) {}
}
