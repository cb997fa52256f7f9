package io.atalaya.bootstrap;

import io.atalaya.adapter.kafka.KafkaProbe;
import io.atalaya.adapter.postgres.PostgresHistory;
import io.atalaya.adapter.probe.ProbeSchedule;
import io.atalaya.adapter.probe.ProbedHealth;
import io.atalaya.adapter.probe.http.HttpClients;
import io.atalaya.adapter.probe.http.HttpProbes;
import io.atalaya.adapter.redis.RedisProbe;
import io.atalaya.availability.PlannedProbe;
import io.atalaya.availability.Probe;
import io.atalaya.availability.ProbeTimes;
import io.atalaya.availability.StatusBoard;
import io.atalaya.availability.Target;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Has model servers and systems probed, as the configuration says. */
@Singleton
class Probing {

  private final Configuration configuration;
  private final StatusBoard board;
  private final ProbedHealth health;
  private final RedisProbe redis;
  private final KafkaProbe kafka;
  private final PostgresHistory history;
  private final HttpClients clients = new HttpClients();
  private @Nullable ProbeSchedule schedule;

  Probing(
      Configuration configuration,
      StatusBoard board,
      ProbedHealth health,
      RedisProbe redis,
      KafkaProbe kafka,
      PostgresHistory history) {
    this.configuration = configuration;
    this.board = board;
    this.health = health;
    this.redis = redis;
    this.kafka = kafka;
    this.history = history;
  }

  /** Starts to probe; returns at once. */
  void start() {
    ProbeSchedule started = new ProbeSchedule(planned(), board);
    started.start();
    schedule = started;
    health.show();
  }

  private List<PlannedProbe> planned() {
    ProbingSettings settings = configuration.probing();
    HttpProbes http = new HttpProbes(clients);
    List<PlannedProbe> planned = new ArrayList<>();
    new TreeMap<>(settings.models())
        .forEach(
            (model, probing) ->
                planned.addAll(http.ofModel(model, probing.server(), probing.times())));
    settings.kafka().ifPresent(times -> planned.add(system("kafka", times, kafka)));
    settings.redis().ifPresent(times -> planned.add(system("redis", times, redis)));
    if (!configuration.caches().isEmpty()) {
      settings
          .postgres()
          .ifPresent(
              times ->
                  history
                      .probe()
                      .ifPresent(probe -> planned.add(system("postgres", times, probe))));
    }
    settings
        .grafana()
        .ifPresent(
            grafana ->
                planned.add(system("grafana", grafana.times(), http.grafana(grafana.endpoint()))));
    return planned;
  }

  private static PlannedProbe system(String name, ProbeTimes times, Probe probe) {
    return new PlannedProbe(new Target.OfSystem(name), times, probe);
  }

  void stop(@Observes ShutdownEvent event) {
    if (schedule != null) {
      schedule.close();
    }
    clients.close();
  }
}
