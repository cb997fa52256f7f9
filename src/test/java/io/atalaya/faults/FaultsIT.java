package io.atalaya.faults;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.embedded.EmbeddedRedis;
import io.atalaya.embedded.FreePort;
import io.atalaya.run.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Instances that are killed, stopped, added and removed under load, with a broker and a Redis that
 * fail as well: in the end every gauge, signal, invalidation and dead letter is that of one
 * instance that read the same log undisturbed.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class FaultsIT {

  private static final Duration STARTED = Duration.ofSeconds(60);
  private static final Duration SETTLED = Duration.ofSeconds(90);

  private static final String SCALE_OUT = "1 to 3 instances";
  private static final String SCALE_IN = "one of 3 leaves";

  /** How long a group waits for a heartbeat: {@code session.timeout.ms}. */
  private static final Duration SESSION = Duration.ofSeconds(12);

  /** How long a consumer may take from poll to poll, for one of the instances. */
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(6);

  /**
   * The longest that a model may be without figures while instances come and go in order: a
   * rebalance and a replay, with room for a machine that starts several JVMs at that moment.
   */
  private static final Duration REBALANCE = Duration.ofSeconds(30);

  private static final Duration BROKER_STALLED = Duration.ofSeconds(8);
  private static final Duration BROKER_SLOW = Duration.ofSeconds(8);

  /** How the service says that the group refused the offsets, and so all of a transaction. */
  private static final Pattern REFUSED =
      Pattern.compile("observations: could not commit, will try again: \\S*CommitFailedException");

  /** How a consumer says that it has left its group because nobody polled in time. */
  private static final Pattern LEFT = Pattern.compile("consumer poll timeout has expired");

  private final long startNanos = System.nanoTime();
  private final Parameters parameters = Parameters.ofSystem();
  private final Random random = new Random(parameters.seed());
  private final Map<String, Service> running = new HashMap<>();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory = Path.of("target");

  @Test
  void whateverHappensTheFiguresAreThoseOfAnUndisturbedRun() throws Exception {
    int redisPort = FreePort.find();
    EmbeddedRedis redis = EmbeddedRedis.start(directory.resolve("redis"), redisPort);
    try (BrokerProcess broker = new BrokerProcess(directory.resolve("kafka"))) {
      Kafka kafka = new Kafka(broker.servers());
      kafka.createTopics(Map.of());
      Map<String, String> environment = environment(broker, redisPort);
      try (Watch watch = new Watch()) {
        start(watch, "a", environment);
        Load load = Load.start(broker.servers(), parameters.seed(), parameters.perSecond());
        long started = System.nanoTime();
        try (load) {
          Thread.sleep(3_000);
          int alone = (parameters.kills() + 1) / 2;
          for (int kill = 1; kill <= alone; kill++) {
            killAndRestart(watch, "a", kill % 2 == 0);
          }
          say(watch, SCALE_OUT);
          start(watch, "b", environment);
          start(watch, "c", impatient(environment));
          Thread.sleep(2_000);
          for (int kill = alone + 1; kill <= parameters.kills(); kill++) {
            killAndRestart(watch, random.nextBoolean() ? "a" : "b", kill % 2 == 0);
          }
          awaitEachHasAModel();
          stall(watch, "b", SESSION, REFUSED);
          awaitEachHasAModel();
          stall(watch, "c", POLL_INTERVAL, LEFT);
          leave(watch, "c");
          for (int kill = 1; kill <= parameters.brokerKills(); kill++) {
            say(watch, "broker killed");
            broker.killAndRestart();
            awaitReady();
            Thread.sleep(random.nextInt(3_000));
          }
          say(watch, "Redis gone");
          redis.close();
          Thread.sleep(1_000);
          say(watch, "broker stopped");
          broker.pause();
          Thread.sleep(BROKER_STALLED.toMillis());
          broker.resume();
          awaitReady();
          say(watch, "broker slow");
          broker.slowDown(BROKER_SLOW);
          awaitReady();
          say(watch, "Redis back");
          redis = EmbeddedRedis.start(directory.resolve("redis-2"), redisPort);
          while (System.nanoTime() - started < parameters.load().toNanos()) {
            Thread.sleep(100);
          }
        }
        say(watch, "load ended after " + load.sent() + " records");
        compare(kafka, redisPort);
        Map<String, Long> gaps = watch.exports().gaps();
        gaps.forEach((phase, gap) -> print("longest gap %6d ms: %s".formatted(gap, phase)));
        assertEquals(Set.of(), watch.exports().overlaps());
        for (String orderly : List.of(SCALE_OUT, SCALE_IN)) {
          long gap = gaps.getOrDefault(orderly, 0L);
          assertTrue(gap <= REBALANCE.toMillis(), orderly + ": " + gap + " ms without figures");
        }
      }
    } finally {
      running.values().forEach(Service::close);
      redis.close();
    }
  }

  private void killAndRestart(Watch watch, String name, boolean duringReplay) throws Exception {
    Thread.sleep(random.nextInt(4_000));
    say(watch, "killed and restarted in place");
    Service service = service(name);
    service.kill();
    if (duringReplay) {
      Service interrupted = service.again();
      running.put(name, interrupted);
      watch.add(name, interrupted);
      Service.await("a replay", STARTED, () -> interrupted.output().contains("took over"));
      Thread.sleep(random.nextInt(500));
      interrupted.kill();
    }
    long killed = System.nanoTime();
    Service restarted = service(name).again();
    running.put(name, restarted);
    watch.add(name, restarted);
    restarted.ready();
    print("ready after %d ms".formatted((System.nanoTime() - killed) / 1_000_000));
  }

  /**
   * Stops an instance for a little longer than {@code limit}, and waits for what it has to say when
   * it goes on.
   */
  private void stall(Watch watch, String name, Duration limit, Pattern said) throws Exception {
    Service stalled = service(name);
    int saidBefore = stalled.output().length();
    say(watch, "one of 3 stopped for longer than " + limit.toSeconds() + " s");
    stalled.pause();
    Thread.sleep(limit.plusSeconds(2).toMillis());
    stalled.resume();
    Service.await(
        said.pattern(), STARTED, () -> said.matcher(stalled.output().substring(saidBefore)).find());
    awaitReady();
  }

  private void leave(Watch watch, String name) throws Exception {
    say(watch, SCALE_IN);
    service(name).terminate();
    running.remove(name);
    watch.remove(name);
    awaitReady();
    Thread.sleep(3_000);
  }

  /** With a limit to the time between two polls that is shorter than the session. */
  private static Map<String, String> impatient(Map<String, String> environment) {
    Map<String, String> impatient = new HashMap<>(environment);
    impatient.put(
        "MP_MESSAGING_CONNECTOR_SMALLRYE_KAFKA_MAX_POLL_INTERVAL_MS",
        Long.toString(POLL_INTERVAL.toMillis()));
    return impatient;
  }

  private void start(Watch watch, String name, Map<String, String> environment) throws Exception {
    Map<String, String> named = new HashMap<>(environment);
    named.put("ATALAYA_INSTANCE", name);
    Service service = Service.start(directory, named);
    running.put(name, service);
    watch.add(name, service);
    service.ready();
  }

  private Service service(String name) {
    return requireNonNull(running.get(name), name);
  }

  private void awaitReady() throws InterruptedException {
    for (Service service : running.values()) {
      service.ready();
    }
  }

  /** Otherwise nothing of stage 2 would fail where an instance fails. */
  private void awaitEachHasAModel() throws InterruptedException {
    Service.await(
        "each instance exports a model",
        STARTED,
        () ->
            running.values().stream()
                .noneMatch(service -> Figures.models(service.metrics()).isEmpty()));
  }

  private Map<String, String> environment(BrokerProcess broker, int redisPort) throws Exception {
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVERS", broker.servers(),
        "QUARKUS_REDIS_HOSTS", "redis://localhost:" + redisPort,
        "SMALLRYE_CONFIG_LOCATIONS", Traffic.settings(directory));
  }

  private void compare(Kafka kafka, int redisPort) throws Exception {
    try (BrokerProcess second = new BrokerProcess(directory.resolve("undisturbed"))) {
      Kafka copy = new Kafka(second.servers());
      int copied = kafka.copyInputs(copy);
      print("an undisturbed instance reads " + copied + " records");
      try (Service undisturbed = Service.start(directory, environment(second, redisPort)).ready()) {
        List<String> differences = differences(kafka, copy, undisturbed);
        long deadline = System.nanoTime() + SETTLED.toNanos();
        while (!differences.isEmpty() && System.nanoTime() < deadline) {
          Thread.sleep(1_000);
          differences = differences(kafka, copy, undisturbed);
        }
        Files.write(directory.resolve("differences.txt"), differences);
        assertTrue(
            differences.isEmpty(),
            differences.size()
                + " differences:\n"
                + String.join("\n", differences.stream().limit(60).toList()));
        Published published = Published.on(copy);
        assertFalse(published.signals().isEmpty(), "the load raised no signal");
        assertFalse(published.invalidations().isEmpty(), "the load invalidated nothing");
        assertFalse(published.deadLetters().isEmpty(), "the load had no dead letter");
        print(
            "equal: %d samples, %d signals, %d invalidations, %d dead letters"
                .formatted(
                    Figures.of(List.of(undisturbed)).samples().size(),
                    published.signals().size(),
                    published.invalidations().size(),
                    published.deadLetters().size()));
      }
    }
  }

  private List<String> differences(Kafka kafka, Kafka copy, Service undisturbed) {
    List<String> differences =
        new ArrayList<>(
            Figures.of(List.copyOf(running.values()))
                .differences(Figures.of(List.of(undisturbed))));
    differences.addAll(Published.on(kafka).differences(Published.on(copy)));
    return differences;
  }

  /** Says what comes next; the gaps that it makes are ascribed to it. */
  private void say(Watch watch, String what) throws InterruptedException {
    watch.phase(what);
    print(what);
    Thread.sleep(Watch.SEEN_MILLIS);
  }

  /** To the terminal of who waits. */
  private void print(String what) {
    System.out.printf(
        "[faults %3d s] %s%n", (System.nanoTime() - startNanos) / 1_000_000_000, what);
  }
}
