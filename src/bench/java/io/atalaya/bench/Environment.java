package io.atalaya.bench;

import io.atalaya.bench.process.Broker;
import io.atalaya.bench.process.Service;
import java.nio.file.Path;
import java.util.List;

/**
 * What every benchmark is given.
 *
 * @param directory for its files; empty at the start
 * @param jar the packaged service
 * @param redis the address of a Redis
 */
record Environment(Path directory, Path jar, String redis) {

  /** How the service is started for a broker, with its files and its configuration there. */
  Service.Launch launch(Path files, Broker broker, Path configuration, List<String> javaOptions) {
    return new Service.Launch(jar, files, broker.servers(), redis, configuration, javaOptions);
  }
}
