package io.atalaya.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka broker in this JVM: one node that is broker and KRaft controller at once.
 *
 * <p>All of its files are below the directory given, which belongs to the caller: a broker started
 * again over the same directory and port continues with its topics, one over a new directory begins
 * empty. Topics are not created by using them. Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final int NODE = 1;
  private static final String CLUSTER = "embedded";

  // Held here, because a logger that nobody holds forgets its level.
  private static final List<Logger> QUIET =
      Stream.of("kafka", "org.apache.kafka", "state.change.logger").map(Logger::getLogger).toList();

  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedKafka(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Starts a broker at a free port, with its files below {@code directory}. */
  public static EmbeddedKafka start(Path directory) {
    return start(directory, FreePort.find(), Map.of());
  }

  /**
   * Starts a broker and returns when it serves.
   *
   * @param directory where its files are; created when missing
   * @param port the port that clients connect to
   * @param overrides broker settings that differ from the defaults below
   * @throws IllegalStateException when it does not start: the port is taken, or the directory is
   *     used by another broker
   */
  public static EmbeddedKafka start(Path directory, int port, Map<String, String> overrides) {
    QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
    Path data = directory.toAbsolutePath();
    try {
      format(data);
      KafkaRaftServer server =
          new KafkaRaftServer(new KafkaConfig(settings(data, port, overrides)), Time.SYSTEM);
      server.startup();
      return new EmbeddedKafka(server, port);
    } catch (Exception e) {
      throw new IllegalStateException(
          "Kafka did not start at port " + port + " in " + data + ": " + e.getMessage(), e);
    }
  }

  /** Gives an empty directory the identity of a cluster; leaves one that has it alone. */
  private static void format(Path data) throws Exception {
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .setNodeId(NODE)
        .setClusterId(CLUSTER)
        .addDirectory(data.toString())
        .setMetadataLogDirectory(data.toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setIgnoreFormatted(true)
        .run();
  }

  private static Map<String, String> settings(Path data, int port, Map<String, String> overrides) {
    int controllerPort = FreePort.find();
    Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE));
    settings.put("log.dirs", data.toString());
    settings.put(
        "listeners", "BROKER://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort);
    settings.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "BROKER");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("controller.quorum.voters", NODE + "@localhost:" + controllerPort);
    settings.put("auto.create.topics.enable", "false");
    settings.put("group.initial.rebalance.delay.ms", "0");
    // One broker holds every replica, and few partitions of the internal topics start faster.
    for (String topic :
        List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
      settings.put(topic + ".replication.factor", "1");
      settings.put(topic + ".num.partitions", "2");
    }
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    // The machine is shared with the pipeline that is watched.
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "2");
    settings.put("background.threads", "2");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    settings.putAll(overrides);
    return settings;
  }

  /** The port that clients connect to. */
  public int port() {
    return port;
  }

  /** What clients take as {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "localhost:" + port;
  }

  /** Stops the broker and returns when its threads have ended; the files stay. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  /**
   * Runs a broker in a process of its own until it is terminated: {@code EmbeddedKafka DIRECTORY
   * PORT [SETTING=VALUE]...}. Prints {@code ready} and the address when it serves.
   */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length < 2) {
      System.err.println("usage: EmbeddedKafka DIRECTORY PORT [SETTING=VALUE]...");
      System.exit(2);
    }
    Map<String, String> overrides =
        Stream.of(arguments)
            .skip(2)
            .map(setting -> setting.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    EmbeddedKafka kafka = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), overrides);
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "kafka-shutdown"));
    System.out.println("ready " + kafka.bootstrapServers());
    new CountDownLatch(1).await();
  }
}
