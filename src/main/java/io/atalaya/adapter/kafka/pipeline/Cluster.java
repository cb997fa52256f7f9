package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.TopicDefinition;
import io.atalaya.adapter.kafka.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/**
 * The topics of the cluster: creates those that are missing, and checks that those that belong
 * together have the same number of partitions.
 *
 * @param indexes the number of partitions of the input topics
 * @param modelPartitions the number of partitions of the topics that are divided by model
 */
record Cluster(int indexes, int modelPartitions) {

  private static final Logger LOG = Logger.getLogger(Cluster.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /**
   * Prepares the topics.
   *
   * @param servers the brokers' addresses, for messages
   * @throws UnusableClusterException when no broker answers, a topic cannot be created, or numbers
   *     of partitions differ
   */
  static Cluster prepare(Admin admin, String servers) {
    Map<String, Integer> partitions = partitions(admin, servers);
    int indexes = common(partitions, Topics.INDEXED).orElse(Topics.DEFAULT_INDEXES);
    int byModel = common(partitions, Topics.BY_MODEL).orElse(Topics.DEFAULT_MODEL_PARTITIONS);
    List<TopicDefinition> missing =
        Topics.definitions(indexes, byModel).stream()
            .filter(topic -> !partitions.containsKey(topic.name()))
            .toList();
    if (!missing.isEmpty()) {
      create(admin, missing);
    }
    return new Cluster(indexes, byModel);
  }

  private static Map<String, Integer> partitions(Admin admin, String servers) {
    try {
      int timeout = (int) TIMEOUT.toMillis();
      Set<String> existing =
          admin
              .listTopics(new ListTopicsOptions().timeoutMs(timeout))
              .names()
              .get(TIMEOUT.toSeconds() + 5, TimeUnit.SECONDS);
      List<String> ours =
          Topics.definitions().stream()
              .map(TopicDefinition::name)
              .filter(existing::contains)
              .toList();
      Map<String, Integer> partitions = new HashMap<>();
      for (TopicDescription topic :
          admin
              .describeTopics(ours, new DescribeTopicsOptions().timeoutMs(timeout))
              .allTopicNames()
              .get()
              .values()) {
        partitions.put(topic.name(), topic.partitions().size());
      }
      return partitions;
    } catch (ExecutionException | TimeoutException failure) {
      throw new UnusableClusterException(Remedy.explained(servers, failure));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnusableClusterException("interrupted while looking at the topics");
    }
  }

  private static void create(Admin admin, List<TopicDefinition> missing) {
    List<NewTopic> topics = missing.stream().map(TopicDefinition::newTopic).toList();
    List<String> refused = new ArrayList<>();
    admin
        .createTopics(topics, new CreateTopicsOptions().timeoutMs((int) TIMEOUT.toMillis()))
        .values()
        .forEach(
            (name, created) -> {
              try {
                created.get();
                LOG.infof("Created topic %s", name);
              } catch (ExecutionException failure) {
                // Another instance may have been faster.
                if (!(failure.getCause() instanceof TopicExistsException)) {
                  refused.add(name + " (" + reason(failure) + ")");
                }
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                refused.add(name + " (interrupted)");
              }
            });
    if (!refused.isEmpty()) {
      throw new UnusableClusterException(
          "missing topics could not be created: %s: create them with kafka/create-topics.sh, or allow this user to; those that exist it must be allowed to see: kafka/grant-acls.sh"
              .formatted(String.join(", ", refused)));
    }
  }

  private static String reason(Exception failure) {
    Throwable cause = failure.getCause();
    return String.valueOf((cause == null ? failure : cause).getMessage());
  }

  private static Optional<Integer> common(Map<String, Integer> partitions, List<String> topics) {
    Map<Integer, String> first = new TreeMap<>();
    for (String topic : topics) {
      Integer count = partitions.get(topic);
      if (count != null) {
        first.putIfAbsent(count, topic);
      }
    }
    if (first.size() > 1) {
      List<String> differing =
          first.entrySet().stream()
              .map(entry -> "%s has %d".formatted(entry.getValue(), entry.getKey()))
              .toList();
      throw new UnusableClusterException(
          "numbers of partitions differ: %s: give %s the same number"
              .formatted(String.join(", ", differing), String.join(", ", topics)));
    }
    return first.keySet().stream().findFirst();
  }
}
