package io.atalaya.adapter.kafka.decode;

import io.atalaya.adapter.kafka.Topics;
import java.util.Optional;

/** The kinds of event that are decoded; each has a topic of its own. */
public enum EventKind {
  PREDICTION(Topics.PREDICTIONS),
  OUTCOME(Topics.OUTCOMES),
  INTERACTION(Topics.INTERACTIONS),
  GENERATION(Topics.GENERATIONS),
  ASSESSMENT(Topics.SCORES),
  LIFECYCLE(Topics.LIFECYCLE);

  private final String topic;

  EventKind(String topic) {
    this.topic = topic;
  }

  /** The topic that producers publish these events to. */
  public String topic() {
    return topic;
  }

  /** The kind of event in a topic that producers publish to; empty for every other topic. */
  public static Optional<EventKind> ofTopic(String topic) {
    return switch (topic) {
      case Topics.PREDICTIONS -> Optional.of(PREDICTION);
      case Topics.OUTCOMES -> Optional.of(OUTCOME);
      case Topics.INTERACTIONS -> Optional.of(INTERACTION);
      case Topics.GENERATIONS -> Optional.of(GENERATION);
      case Topics.SCORES -> Optional.of(ASSESSMENT);
      case Topics.LIFECYCLE -> Optional.of(LIFECYCLE);
      default -> Optional.empty();
    };
  }
}
