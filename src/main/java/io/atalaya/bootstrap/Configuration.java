package io.atalaya.bootstrap;

import io.atalaya.adapter.inference.FrontSettings;
import io.atalaya.adapter.kafka.pipeline.Instance;
import io.atalaya.adapter.kafka.pipeline.SnapshotInterval;
import io.atalaya.drift.Profile;
import io.atalaya.monitor.MonitorSettings;
import java.util.List;
import java.util.Map;

/**
 * All that {@code atalaya.*} says, read and checked.
 *
 * @param instance what this process is called
 * @param snapshotInterval how often its state is written at the least
 * @param scoring what the scoring of texts may use
 * @param cacheResources the levels that cached answers are kept in
 * @param caches how the answers of those models are cached that have a cache
 * @param fronts the models that have a front for inference
 * @param probing which model servers and systems are probed
 * @param reports which reports are sent, when and where
 * @param settings how models are monitored
 * @param references what the models whose settings name a file are compared with
 * @param skipped for each column of those files that is no reference, one line that says why
 * @param access who may use the HTTP interface
 */
record Configuration(
    Instance instance,
    SnapshotInterval snapshotInterval,
    ScoringResources scoring,
    CacheResources cacheResources,
    Map<String, ModelCache> caches,
    Map<String, FrontSettings> fronts,
    ProbingSettings probing,
    ReportSettings reports,
    MonitorSettings settings,
    Map<String, Profile> references,
    List<String> skipped,
    AccessSettings access) {}
