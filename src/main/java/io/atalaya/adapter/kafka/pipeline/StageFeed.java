package io.atalaya.adapter.kafka.pipeline;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Hands what a consumer polls to its stage, on the polling thread, and leaves nothing for the
 * connector, which would make a message of each record: that costs more than counting it.
 */
@RegisterForReflection
public final class StageFeed implements ConsumerInterceptor<byte[], byte[]> {

  private static final String STAGE = "atalaya.stage";

  private @Nullable Supplier<Stage<?>> stage;

  /** Puts the feed between the consumers of the partitioned channels and the connector. */
  @ApplicationScoped
  static class Installation implements ClientCustomizer<Map<String, Object>> {

    private final Pipeline pipeline;

    Installation(Pipeline pipeline) {
      this.pipeline = pipeline;
    }

    @Override
    public Map<String, Object> customize(
        String channel, Config channelConfig, Map<String, Object> config) {
      Supplier<Stage<?>> stage =
          switch (channel) {
            case Channels.OBSERVATIONS -> pipeline::observations;
            case Channels.PARTIALS -> pipeline::models;
            default -> null;
          };
      if (stage != null) {
        config.put(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, StageFeed.class.getName());
        config.put(STAGE, stage);
      }
      return config;
    }
  }

  @Override
  @SuppressWarnings("unchecked") // Put there by the installation.
  public void configure(Map<String, ?> configuration) {
    stage = (Supplier<Stage<?>>) configuration.get(STAGE);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    try {
      if (stage == null) {
        throw new IllegalStateException("the feed was not configured");
      }
      stage.get().consume(records);
    } catch (RuntimeException defect) {
      // The consumer would log it, and go on behind records that nobody has counted.
      Workers.endProcess(defect);
    }
    return ConsumerRecords.empty();
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}
}
