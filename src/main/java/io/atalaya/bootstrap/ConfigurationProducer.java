package io.atalaya.bootstrap;

import io.atalaya.adapter.kafka.pipeline.Instance;
import io.atalaya.adapter.kafka.pipeline.SnapshotInterval;
import io.atalaya.monitor.MonitorSettings;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Gives the other parts their settings, and has them read before anything else starts. */
@ApplicationScoped
class ConfigurationProducer {

  private static final Logger LOG = Logger.getLogger(ConfigurationProducer.class);

  /** Before the observers of every extension: no channel opens on a bad configuration. */
  private static final int FIRST = 1;

  void readFirst(@Observes @Priority(FIRST) StartupEvent start, Configuration configuration) {
    configuration.skipped().forEach(LOG::warn);
  }

  @Produces
  @Singleton
  Configuration configuration(Config config) {
    return ConfigurationReader.read(config.unwrap(SmallRyeConfig.class));
  }

  @Produces
  @Singleton
  Instance instance(Configuration configuration) {
    return configuration.instance();
  }

  @Produces
  @Singleton
  SnapshotInterval snapshotInterval(Configuration configuration) {
    return configuration.snapshotInterval();
  }

  @Produces
  @Singleton
  MonitorSettings settings(Configuration configuration) {
    return configuration.settings();
  }
}
