package io.atalaya.bench.process;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.bench.BenchmarkException;
import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A real broker in a process of its own, with the topics of the contract. For one thread. */
public final class Broker implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration RESET_LIMIT = Duration.ofSeconds(60);
  private static final Set<String> INPUTS =
      Set.of(Topics.PREDICTIONS, Topics.OUTCOMES, Topics.INTERACTIONS, Topics.GENERATIONS);

  private final Jvm process;
  private final String servers;
  private final Admin admin;

  private Broker(Jvm process, String servers) {
    this.process = process;
    this.servers = servers;
    admin = Admin.create(Map.of("bootstrap.servers", servers));
  }

  /** Starts a broker with its files below {@code directory}, and creates the topics. */
  public static Broker start(Path directory) throws InterruptedException {
    int port = FreePort.find();
    Jvm process =
        Jvm.ofClass(
            EmbeddedKafka.class,
            directory.resolve("kafka.log"),
            List.of("-Xmx1g"),
            List.of(directory.resolve("kafka").toString(), Integer.toString(port)));
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (process.output().stream().noneMatch(line -> line.startsWith("ready"))) {
      process.requireAlive();
      if (System.nanoTime() > deadline) {
        throw process.failure("did not start within " + START_LIMIT.toSeconds() + " s");
      }
      Thread.sleep(50);
    }
    Broker broker = new Broker(process, "localhost:" + port);
    broker.createTopics();
    return broker;
  }

  /** What clients take as {@code bootstrap.servers}. */
  public String servers() {
    return servers;
  }

  /** How many records were appended to a topic, the markers of transactions included. */
  public long records(String topic) throws InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> ends =
          admin.describeTopics(Set.of(topic)).allTopicNames().get().values().stream()
              .flatMap(description -> description.partitions().stream())
              .collect(
                  Collectors.toMap(
                      partition -> new TopicPartition(topic, partition.partition()),
                      partition -> OffsetSpec.latest()));
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    } catch (ExecutionException e) {
      throw new BenchmarkException("the end of " + topic + " is unknown: " + e.getCause(), e);
    }
  }

  /** Undoes all that a service did: what it wrote, and how far it had read. The inputs stay. */
  public void forgetService() throws InterruptedException {
    long deadline = System.nanoTime() + RESET_LIMIT.toNanos();
    while (!deleteGroups()) {
      if (System.nanoTime() > deadline) {
        throw new BenchmarkException("a consumer group still has members: end the other service");
      }
      Thread.sleep(200);
    }
    Set<String> written =
        Topics.definitions().stream()
            .map(topic -> topic.name())
            .filter(topic -> !INPUTS.contains(topic))
            .collect(Collectors.toSet());
    try {
      admin.deleteTopics(written).all().get();
      while (admin.listTopics().names().get().stream().anyMatch(written::contains)) {
        Thread.sleep(100);
      }
    } catch (ExecutionException e) {
      throw new BenchmarkException("topics were not deleted: " + e.getCause(), e);
    }
    createTopics();
  }

  private boolean deleteGroups() throws InterruptedException {
    try {
      List<String> groups =
          admin.listGroups().all().get().stream().map(group -> group.groupId()).toList();
      admin.deleteConsumerGroups(groups).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupNotEmptyException) {
        return false;
      }
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return true;
      }
      throw new BenchmarkException("consumer groups were not deleted: " + e.getCause(), e);
    }
  }

  private void createTopics() throws InterruptedException {
    for (var topic : Topics.definitions()) {
      for (boolean there = false; !there; ) {
        try {
          admin.createTopics(List.of(topic.newTopic())).all().get();
          there = true;
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case TopicExistsException existing -> there = true;
            // Its deletion is still under way.
            case UnknownTopicOrPartitionException deleting -> Thread.sleep(100);
            case null, default ->
                throw new BenchmarkException(topic.name() + " was not created: " + e, e);
          }
        }
      }
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
    process.close();
  }
}
