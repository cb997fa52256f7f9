package io.atalaya.adapter.kafka;

import io.atalaya.availability.Answer;
import io.atalaya.availability.Probe;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka for the topics of the contract: each must be there, and each of its partitions must
 * have a leader. With a client of its own, opened by the first question. Safe for use by several
 * threads.
 */
@ApplicationScoped
public class KafkaProbe implements Probe {

  private static final List<String> TOPICS =
      Topics.definitions().stream().map(TopicDefinition::name).toList();
  private static final int NAMED = 3;

  private final Map<String, Object> configuration;
  private @Nullable Admin admin;

  KafkaProbe(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "localhost:9092")
          String servers) {
    configuration = new HashMap<>(kafka);
    configuration.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    configuration.put(CommonClientConfigs.CLIENT_ID_CONFIG, "atalaya-probe");
    configuration.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
  }

  @Override
  public Answer ask(Duration timeout) throws InterruptedException {
    try {
      Map<String, TopicDescription> topics =
          open()
              .describeTopics(
                  TOPICS, new DescribeTopicsOptions().timeoutMs((int) timeout.toMillis()))
              .allTopicNames()
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return leaderless(topics.values())
          .<Answer>map(Answer.Wrong::new)
          .orElseGet(Answer.Right::new);
    } catch (TimeoutException late) {
      return new Answer.None("no answer within %d ms".formatted(timeout.toMillis()));
    } catch (ExecutionException failure) {
      return failed(failure.getCause() == null ? failure : failure.getCause());
    } catch (KafkaException unusable) {
      return failed(unusable.getCause() == null ? unusable : unusable.getCause());
    }
  }

  /** What is wrong with topics; of many partitions some are named. */
  static Optional<String> leaderless(Collection<TopicDescription> topics) {
    List<String> leaderless =
        topics.stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .filter(partition -> partition.leader() == null)
                        .map(partition -> topic.name() + "-" + partition.partition()))
            .sorted()
            .toList();
    return leaderless.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d partitions have no leader, among them %s: see to the brokers that hold them"
                .formatted(leaderless.size(), leaderless.stream().limit(NAMED).toList()));
  }

  private static Answer failed(Throwable failure) {
    return switch (failure) {
      case UnknownTopicOrPartitionException missing ->
          new Answer.Wrong(
              "a topic is missing: run kafka/create-topics.sh (%s)"
                  .formatted(missing.getMessage()));
      case AuthorizationException refused ->
          new Answer.Wrong(
              "refused: permit this user to describe the topics (%s)"
                  .formatted(refused.getMessage()));
      case AuthenticationException refused ->
          new Answer.Wrong(
              "refused: check the kafka.* settings (%s)".formatted(refused.getMessage()));
      default ->
          new Answer.None(
              "%s: see whether brokers run where kafka.bootstrap.servers says"
                  .formatted(failure.getMessage()));
    };
  }

  private synchronized Admin open() {
    Admin open = admin;
    if (open == null) {
      open = Admin.create(configuration);
      admin = open;
    }
    return open;
  }

  void stop(@Observes ShutdownEvent event) {
    close();
  }

  synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ofSeconds(2));
    }
  }
}
