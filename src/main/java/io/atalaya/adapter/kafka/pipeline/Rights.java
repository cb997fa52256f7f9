package io.atalaya.adapter.kafka.pipeline;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.atalaya.adapter.kafka.TopicDefinition;
import io.atalaya.adapter.kafka.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the service's user may do on the cluster, asked at the start: without a right the service
 * would run, and watch nothing. {@code kafka/grant-acls.sh} gives the same rights. Stateless.
 */
@ApplicationScoped
class Rights {

  private static final int TIMEOUT_MILLIS = 15_000;

  /** What is only written. */
  private static final Set<String> NOT_READ = Set.of(Topics.DEAD_LETTERS);

  /** What others write; the API does too, which says itself when it may not. */
  private static final Set<String> NOT_WRITTEN =
      Set.of(
          Topics.PREDICTIONS,
          Topics.OUTCOMES,
          Topics.INTERACTIONS,
          Topics.GENERATIONS,
          Topics.LIFECYCLE);

  private final List<String> groups;

  Rights(
      @ConfigProperty(name = "mp.messaging.incoming.observations.group.id") String observations,
      @ConfigProperty(name = "mp.messaging.incoming.partials.group.id") String partials,
      @ConfigProperty(name = "mp.messaging.incoming.announcements.group.id") String announcements) {
    groups = List.of(observations, partials, announcements);
  }

  /**
   * Asks the brokers. What they do not tell counts as permitted.
   *
   * @throws UnusableClusterException naming each right that is missing
   */
  void require(Admin admin) {
    List<String> missing = new ArrayList<>();
    try {
      missing.addAll(missingOfTopics(admin));
      missing.addAll(missingOfGroups(admin));
    } catch (ExecutionException failure) {
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnusableClusterException("interrupted while asking for rights");
    }
    if (!missing.isEmpty()) {
      throw new UnusableClusterException(
          "kafka: this user lacks rights: %s: give it those in kafka/grant-acls.sh"
              .formatted(String.join(", ", missing)));
    }
  }

  private static List<String> missingOfTopics(Admin admin)
      throws ExecutionException, InterruptedException {
    List<String> names = Topics.definitions().stream().map(TopicDefinition::name).toList();
    Map<String, TopicDescription> topics =
        admin
            .describeTopics(
                names,
                new DescribeTopicsOptions()
                    .includeAuthorizedOperations(true)
                    .timeoutMs(TIMEOUT_MILLIS))
            .allTopicNames()
            .get();
    List<String> missing = new ArrayList<>();
    for (String name : names) {
      TopicDescription topic = topics.get(name);
      Set<AclOperation> permitted = topic == null ? null : topic.authorizedOperations();
      if (!NOT_READ.contains(name) && lacks(permitted, READ)) {
        missing.add("Read on topic " + name);
      }
      if (!NOT_WRITTEN.contains(name) && lacks(permitted, WRITE)) {
        missing.add("Write on topic " + name);
      }
    }
    return missing;
  }

  /** Whoever may read a group may see its offsets, also those of a group that is not there yet. */
  private List<String> missingOfGroups(Admin admin) throws InterruptedException {
    Map<String, ListConsumerGroupOffsetsSpec> all =
        groups.stream()
            .collect(Collectors.toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec()));
    ListConsumerGroupOffsetsResult offsets =
        admin.listConsumerGroupOffsets(
            all, new ListConsumerGroupOffsetsOptions().timeoutMs(TIMEOUT_MILLIS));
    List<String> missing = new ArrayList<>();
    for (String group : groups) {
      try {
        var unused = offsets.partitionsToOffsetAndMetadata(group).get();
      } catch (ExecutionException failure) {
        if (failure.getCause() instanceof AuthorizationException) {
          missing.add("Read on group " + group);
        }
      }
    }
    return missing;
  }

  /** Brokers that tell nothing of rights do not even tell that one may see what one sees. */
  private static boolean lacks(@Nullable Collection<AclOperation> permitted, AclOperation needed) {
    return permitted != null && permitted.contains(DESCRIBE) && !permitted.contains(needed);
  }
}
