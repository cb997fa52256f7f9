package io.atalaya.bench.process;

import io.atalaya.adapter.kafka.decode.Decoded;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.bench.workload.Monitoring;
import io.atalaya.bench.workload.UncountedMetrics;
import io.atalaya.generation.TextSink;
import io.atalaya.monitor.IndexMonitor;
import io.atalaya.monitor.ModelLimit;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.References;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaCDIEvents;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.commit.KafkaThrottledLatestProcessedCommit;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailStop;
import io.smallrye.reactive.messaging.kafka.impl.KafkaSource;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The naive reader: the pipeline's own decoding and counting behind SmallRye's Kafka connector as
 * most applications use it, one message at a time.
 *
 * <p>The connector is {@link KafkaSource} with its default, the throttled commit; each message is
 * decoded, observed by the monitor of its partition index and acknowledged before the next, on the
 * connector's event loop, as {@code @Incoming Uni<Void> on(Message)} would have it. What an
 * application has beyond that is left out, in its favour: no container between connector and
 * method, no thread for blocking work, no counters, no partials, no transactions.
 */
public final class MessageConsumer {

  private final EventDecoder decoder = new EventDecoder();
  private final MonitorSettings settings = Monitoring.settings();
  private final References references = Monitoring.references();
  private final ModelLimit limit = new ModelLimit(settings);
  private final Map<Integer, IndexMonitor> monitors = new HashMap<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private final long events;
  private volatile long read;
  private volatile long startNanos;
  private volatile Usage before = new Usage(0, 0);

  private MessageConsumer(long events) {
    this.events = events;
  }

  /**
   * Arguments: the brokers, the number of events, and the seconds after which it ends whether or
   * not it has read them. Prints a {@link Measurement}.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    MessageConsumer consumer = new MessageConsumer(Long.parseLong(arguments[1]));
    Vertx vertx = Vertx.vertx();
    KafkaSource<byte[], byte[]> source = source(vertx, arguments[0]);
    var unused =
        source
            .getStream()
            .onItem()
            .transformToUniAndConcatenate(consumer::handle)
            .subscribe()
            .with(handled -> {}, failure -> consumer.done.countDown());
    boolean ended = consumer.done.await(Long.parseLong(arguments[2]), TimeUnit.SECONDS);
    long nanos = System.nanoTime() - consumer.startNanos;
    Usage usage = Usage.ofThisProcess().since(consumer.before);
    long peak = ResidentMemory.peakBytes(ProcessHandle.current().pid());
    System.out.println(new Measurement(consumer.read, nanos, usage, peak).line());
    // A stream that failed has ended too early.
    System.exit(ended && consumer.read < consumer.events ? 1 : 0);
  }

  // One thread writes, the event loop's.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private Uni<Void> handle(IncomingKafkaRecord<byte[], byte[]> message) {
    if (read == 0) {
      startNanos = System.nanoTime();
      before = Usage.ofThisProcess();
    }
    EventKind kind = EventKind.ofTopic(message.getTopic()).orElseThrow();
    long appendedMillis = message.getTimestamp().toEpochMilli();
    switch (decoder.decode(kind, message.getPayload(), message.getHeaders(), appendedMillis)) {
      case Decoded.Accepted(var event) ->
          monitors
              .computeIfAbsent(message.getPartition(), this::open)
              .observe(event, appendedMillis, true);
      case Decoded.Rejected(var reason, String detail) ->
          throw new IllegalStateException(reason + ": " + detail);
    }
    read++;
    if (read == events) {
      done.countDown();
    }
    return Uni.createFrom().completionStage(message.ack());
  }

  private IndexMonitor open(int index) {
    return new IndexMonitor(
        index,
        1,
        settings,
        references,
        limit,
        UncountedMetrics.INSTANCE,
        TextSink.NONE,
        Long.MIN_VALUE);
  }

  private static KafkaSource<byte[], byte[]> source(Vertx vertx, String servers)
      throws IOException {
    String group = UUID.randomUUID().toString();
    Map<String, String> settings = new HashMap<>(ConsumerSettings.ofService(servers));
    settings.put("channel-name", "observations");
    settings.put("connector", "smallrye-kafka");
    settings.put("topics", String.join(",", ConsumerSettings.TOPICS));
    settings.put("group.id", group);
    settings.put("cloud-events", "false");
    settings.put("health-enabled", "false");
    settings.put("tracing-enabled", "false");
    var config = new SmallRyeConfigBuilder().withDefaultValues(settings).build();
    return new KafkaSource<>(
        vertx,
        group,
        new KafkaConnectorIncomingConfiguration(config),
        instances(null),
        instances(new KafkaThrottledLatestProcessedCommit.Factory()),
        instances(new KafkaFailStop.Factory()),
        instances(null),
        new NoEvents(),
        instances(null),
        instances(null),
        0);
  }

  /** What a container would look up: the one bean there is, or none. */
  @SuppressWarnings("unchecked") // A proxy has the interface that it was made for.
  private static <T> Instance<T> instances(@Nullable T bean) {
    return (Instance<T>)
        Proxy.newProxyInstance(
            MessageConsumer.class.getClassLoader(),
            new Class<?>[] {Instance.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "select" -> proxy;
                  case "get" -> bean;
                  case "isUnsatisfied" -> bean == null;
                  case "isResolvable" -> bean != null;
                  case "stream" -> Stream.ofNullable(bean);
                  case "iterator" -> Collections.emptyIterator();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /** Nobody hears of the connector's consumers. */
  private static final class NoEvents extends KafkaCDIEvents {
    @Override
    @SuppressWarnings("unchecked") // As above.
    public Event<Consumer<?, ?>> consumer() {
      return (Event<Consumer<?, ?>>)
          Proxy.newProxyInstance(
              MessageConsumer.class.getClassLoader(),
              new Class<?>[] {Event.class},
              (proxy, method, arguments) -> null);
    }
  }
}
