package io.atalaya.faults;

import java.time.Duration;

/**
 * How long and how hard; the defaults are the short form, {@code -Pfaults} sets those of the long
 * one.
 *
 * @param seed of the load and of the instants of the faults
 * @param kills how often the service is killed
 * @param brokerKills how often the broker is killed
 * @param load the least time that events are published
 * @param perSecond the predictions a second
 */
record Parameters(long seed, int kills, int brokerKills, Duration load, int perSecond) {

  static Parameters ofSystem() {
    return new Parameters(
        Long.getLong("faults.seed", 20_261_123),
        Integer.getInteger("faults.kills", 2),
        Integer.getInteger("faults.broker-kills", 1),
        Duration.ofSeconds(Integer.getInteger("faults.seconds", 60)),
        Integer.getInteger("faults.per-second", 100));
  }
}
