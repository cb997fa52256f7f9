package io.atalaya.bootstrap;

import io.atalaya.adapter.kafka.pipeline.Instance;
import io.atalaya.adapter.kafka.pipeline.SnapshotInterval;
import io.atalaya.adapter.rest.BearerToken;
import io.atalaya.monitor.MonitorSettings;
import java.nio.file.Path;
import java.util.Map;

/**
 * All that {@code atalaya.*} says, read and checked.
 *
 * @param instance what this process is called
 * @param snapshotInterval how often its state is written at the least
 * @param settings how models are monitored
 * @param references the reference files that the settings name
 * @param token the secret of the HTTP interface
 */
record Configuration(
    Instance instance,
    SnapshotInterval snapshotInterval,
    MonitorSettings settings,
    Map<Path, ReferenceFile> references,
    BearerToken token) {}
