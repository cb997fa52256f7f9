package io.atalaya.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.adapter.kafka.TopicDefinition;
import io.atalaya.adapter.kafka.Topics;
import io.atalaya.run.CommittedRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the suite itself does with a broker: make topics, read all of one, copy the inputs. */
record Kafka(String servers) {

  // Held here, because a logger that nobody holds forgets its level.
  private static final Logger CLIENTS = Logger.getLogger("org.apache.kafka");

  static {
    CLIENTS.setLevel(Level.SEVERE);
  }

  static final int INDEXES = 6;
  private static final int MODEL_PARTITIONS = 3;

  /** What producers publish, and what an undisturbed run needs. */
  private static final List<String> INPUTS =
      List.of(Topics.PREDICTIONS, Topics.OUTCOMES, Topics.LIFECYCLE);

  Admin admin() {
    return Admin.create(Map.<String, Object>of("bootstrap.servers", servers));
  }

  /**
   * Makes all topics.
   *
   * @param inputs settings of the input topics that differ
   */
  void createTopics(Map<String, String> inputs) throws Exception {
    List<NewTopic> topics = new ArrayList<>();
    for (TopicDefinition topic : Topics.definitions(INDEXES, MODEL_PARTITIONS)) {
      Map<String, String> config = new HashMap<>(topic.config());
      if (INPUTS.contains(topic.name())) {
        config.putAll(inputs);
      }
      topics.add(new TopicDefinition(topic.name(), topic.partitions(), config).newTopic());
    }
    try (Admin admin = admin()) {
      admin.createTopics(topics).all().get();
    }
  }

  /** All committed records of {@code topic}, each partition in its order. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return CommittedRecords.of(servers, topic);
  }

  /** Publishes predictions of the model {@code m}, with numbers from {@code first} as their ids. */
  void publishPredictions(int first, int count) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", servers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = first; i < first + count; i++) {
        byte[] value = "{\"id\":\"%d\",\"model\":\"m\",\"value\":1}".formatted(i).getBytes(UTF_8);
        byte[] key = Integer.toString(i).getBytes(UTF_8);
        var unused = producer.send(new ProducerRecord<>(Topics.PREDICTIONS, key, value));
      }
    }
  }

  /**
   * Deletes what each partition of an indexed topic has before an offset; -1 stands for its end.
   */
  void deleteBefore(String topic, long offset) throws Exception {
    Map<TopicPartition, RecordsToDelete> before = new HashMap<>();
    for (int index = 0; index < INDEXES; index++) {
      before.put(new TopicPartition(topic, index), RecordsToDelete.beforeOffset(offset));
    }
    try (Admin admin = admin()) {
      admin.deleteRecords(before).all().get();
    }
  }

  /**
   * Copies the committed records of the input topics to the same partitions of another broker, in
   * their order and with their timestamps.
   *
   * @return how many
   */
  int copyInputs(Kafka to) throws Exception {
    to.createTopics(Map.of("message.timestamp.type", "CreateTime"));
    int copied = 0;
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers", to.servers, "linger.ms", 5, "max.request.size", 1_048_576),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String topic : INPUTS) {
        for (ConsumerRecord<byte[], byte[]> record : read(topic)) {
          var unused =
              producer.send(
                  new ProducerRecord<>(
                      topic,
                      record.partition(),
                      record.timestamp(),
                      record.key(),
                      record.value(),
                      record.headers()));
          copied++;
        }
      }
      producer.flush();
    }
    return copied;
  }
}
