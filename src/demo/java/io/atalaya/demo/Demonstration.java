package io.atalaya.demo;

import io.atalaya.demo.demand.DemandHistory;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.serve.CacheClient;
import io.atalaya.demo.serve.CachedForecasts;
import io.atalaya.demo.serve.DemandService;
import io.atalaya.demo.serve.ModelClient;
import io.atalaya.demo.serve.ModelServer;
import io.atalaya.demo.serve.TextService;
import io.atalaya.demo.shop.SessionStory;
import io.atalaya.demo.shop.ShopHistory;
import io.atalaya.demo.terminal.CacheFigures;
import io.atalaya.demo.terminal.Chronicle;
import io.atalaya.demo.terminal.DemandFigures;
import io.atalaya.demo.terminal.Exposition;
import io.atalaya.demo.terminal.LiveTable;
import io.atalaya.demo.terminal.Notice;
import io.atalaya.demo.terminal.Notices;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.demo.terminal.Screen.Style;
import io.atalaya.demo.terminal.ShopFigures;
import io.atalaya.demo.terminal.TextFigures;
import io.atalaya.demo.train.TrainDemandModel;
import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.EmbeddedRedis;
import io.atalaya.embedded.FreePort;
import io.atalaya.embedded.PackagedModel;
import java.io.Console;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Exit;

/**
 * The whole path on one machine: a broker, Redis, the pipeline, and inference services whose models
 * were good when they were trained. The months that followed happen again, and the viewer sees the
 * pipeline notice.
 *
 * <p>Why the models decline, and when, is explained in {@code docs/demonstration.md}. Confined to
 * one thread; an interrupt ends it, and everything that it started.
 */
public final class Demonstration {

  private static final LocalDate END = LocalDate.of(2012, 4, 1);

  /** The window whose figures are shown: one of those in model-monitoring.yaml. */
  private static final String WINDOW = "10s";

  /** Until then the window that is judged holds less than a window of the replay. */
  private static final Duration FILLED = Duration.ofSeconds(17);

  private static final long ROW_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final Duration FRAME = Duration.ofMillis(200);

  /** How long the pipeline takes to judge what came last: grace, settle time and a flush. */
  private static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(8);

  private static final int EXIT_FAILURE = 1;
  private static final int EXIT_USAGE = 2;
  private static final int STOP_LIMIT_SECONDS = 30;

  private final Options options;
  private final Screen screen;
  private final Resources resources;

  private Demonstration(Options options, Screen screen, Resources resources) {
    this.options = options;
    this.screen = screen;
    this.resources = resources;
  }

  /** Runs the demonstration; {@link Options#USAGE} says with which arguments. */
  public static void main(String[] arguments) {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + Options.USAGE);
      System.exit(EXIT_USAGE);
      return;
    }
    Thread main = Thread.currentThread();
    CountDownLatch closed = new CountDownLatch(1);
    // Ctrl-C and kill only interrupt the demonstration, which then closes what it has opened.
    Thread hook = new Thread(() -> interruptAndAwait(main, closed), "demonstration-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    // A broker that loses its disk would halt this process, and so leave the others behind.
    Exit.setHaltProcedure((code, message) -> System.exit(code));
    if (options.endWithParent()) {
      ProcessHandle.current().parent().ifPresent(Demonstration::endWith);
    }
    Screen screen = new Screen(System.out, isTerminal());
    int status = EXIT_FAILURE;
    try (Resources resources = new Resources()) {
      new Demonstration(options, screen, resources).run();
      status = 0;
    } catch (DemonstrationException e) {
      screen.endProgress();
      System.err.println("\n" + e.getMessage());
    } catch (IOException | InterruptedException | RuntimeException e) {
      // Whatever is interrupted fails in its own way, which is of no interest.
      if (!hook.isAlive()) {
        screen.endProgress();
        e.printStackTrace();
      }
    } finally {
      closed.countDown();
    }
    System.exit(status);
  }

  private static void endWith(ProcessHandle parent) {
    var unused = parent.onExit().thenRun(() -> System.exit(EXIT_FAILURE));
  }

  private static void interruptAndAwait(Thread main, CountDownLatch closed) {
    main.interrupt();
    try {
      if (!closed.await(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("The demonstration did not stop within its limit: see 'ps'");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isTerminal() {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return terminal && !"dumb".equals(System.getenv("TERM"));
  }

  private void run() throws IOException, InterruptedException {
    Workspace workspace = resources.add(Workspace.open(options.directory()));
    screen.line("Starting Kafka, Redis and the pipeline. Files and logs: " + workspace.directory());
    EmbeddedKafka kafka = resources.add(EmbeddedKafka.start(workspace.kafka()));
    EmbeddedRedis redis = resources.add(EmbeddedRedis.start(workspace.redis()));
    int httpPort = FreePort.orElseFree(8080);
    int managementPort = FreePort.orElseFree(9000);
    ServiceProcess service =
        resources.add(
            ServiceProcess.start(
                options.service(),
                workspace,
                httpPort,
                managementPort,
                Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                    "QUARKUS_REDIS_HOSTS", redis.uri(),
                    "SENTENCE_MODEL", PackagedModel.unpack(workspace.sentenceModel()).toString(),
                    "SMALLRYE_CONFIG_LOCATIONS", workspace.configuration().toUri().toString(),
                    "ATALAYA_API_TOKEN_FILE", workspace.token().toString())));
    service.awaitReady();
    List<String> addresses =
        List.of(
            "  metrics  http://localhost:" + managementPort + "/q/metrics",
            "  health   http://localhost:" + managementPort + "/q/health",
            "  OpenAPI  http://localhost:" + httpPort + "/q/openapi",
            "  API      http://localhost:" + httpPort + "/v1/models",
            "  token    " + workspace.token(),
            "  Kafka    " + kafka.bootstrapServers(),
            "  Redis    " + redis.uri());
    addresses.forEach(screen::line);

    CacheWatch cache = new CacheWatch(service, screen);
    Chronicle chronicle = watch(kafka, service, forecasts(workspace, service), cache);
    screen.line("");
    screen.line("Summary", Style.STRONG);
    chronicle.summary().forEach(line -> screen.line("  " + line));
    cache.summary().forEach(line -> screen.line("  " + line));
    if (options.keep()) {
      screen.line("Everything keeps running until Ctrl-C:");
      addresses.forEach(screen::line);
      while (true) {
        service.requireAlive();
        Thread.sleep(FRAME);
      }
    }
    screen.line("To look around afterwards, let it run on: ./mvnw -Pdemo -Ddemo.keep=true");
  }

  /** Where the bikes' service has its forecasts from: the pipeline's cache, and a model server. */
  private CachedForecasts forecasts(Workspace workspace, ServiceProcess service)
      throws IOException {
    ModelServer server = resources.add(ModelServer.start());
    HttpClient http =
        resources.add(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    String token = Files.readString(workspace.token());
    return new CachedForecasts(
        new CacheClient(http, service.api(), DemandService.MODEL, token),
        new ModelClient(http, server.address()));
  }

  /** Replays the months and shows what the pipeline makes of them. */
  private Chronicle watch(
      EmbeddedKafka kafka, ServiceProcess service, CachedForecasts forecasts, CacheWatch cache)
      throws InterruptedException {
    DemandHistory history = DemandHistory.load();
    List<DemandHour> before =
        history
            .between(TrainDemandModel.DEPLOYED.minusMonths(2), TrainDemandModel.DEPLOYED)
            .hours();
    List<DemandHour> hours = history.between(TrainDemandModel.DEPLOYED, END).hours();
    Notices notices = resources.add(new Notices(kafka.bootstrapServers()));
    ShopHistory shop = ShopHistory.load();
    Traffic traffic =
        resources.add(
            Traffic.start(
                kafka.bootstrapServers(), forecasts, before, hours, options.speed(), shop));
    Chronicle chronicle = new Chronicle(traffic.start());
    screen.line("");
    screen.line(
        "%,d hours of bike rentals from %s on, %.0f hours a second."
            .formatted(hours.size(), TrainDemandModel.DEPLOYED, options.speed()));
    screen.line(
        "Three ask for each hour; their service asks the cache, and the model server where that has no answer.");
    screen.line(
        "%,d sessions of a shop beside them, from May to December: the share that bought, and that was engaged."
            .formatted(shop.served().sessions().size()));
    screen.line(
        "Descriptions of products from a template generator, which goes wrong half-way: their relevance and coherence.");
    screen.line(
        "Figures are over the last " + WINDOW + " that are judged, some 7 s behind the replay.");
    screen.line(LiveTable.header(), Style.STRONG);

    long nextRow = System.nanoTime() + ROW_NANOS;
    while (!traffic.isOver()) {
      tellNews(notices, chronicle);
      cache.look(chronicle.epoch());
      service.requireAlive();
      screen.progress(traffic.progress(), traffic.day().toString());
      if (System.nanoTime() >= nextRow) {
        nextRow += ROW_NANOS;
        service.scrape().ifPresent(scrape -> showFigures(scrape, traffic, chronicle, cache));
      }
    }
    screen.progress(traffic.progress(), "the last figures are judged");
    for (long end = System.nanoTime() + SETTLING_NANOS; System.nanoTime() < end; ) {
      tellNews(notices, chronicle);
      service.requireAlive();
    }
    screen.endProgress();
    return chronicle;
  }

  private void tellNews(Notices notices, Chronicle chronicle) {
    for (Notice notice : notices.poll(FRAME)) {
      Style style =
          switch (notice) {
            case Notice.Signal signal when !signal.firing() -> Style.GOOD;
            case Notice.Signal signal ->
                signal.severity().equals("critical") ? Style.CRITICAL : Style.WARNING;
            case Notice.Invalidation invalidation -> Style.STRONG;
          };
      screen.line("     " + chronicle.tell(notice), style);
    }
  }

  private void showFigures(
      Exposition scrape, Traffic traffic, Chronicle chronicle, CacheWatch cache) {
    DemandFigures demand = DemandFigures.of(scrape, DemandService.MODEL, WINDOW);
    CacheFigures cached = CacheFigures.of(scrape, DemandService.MODEL, WINDOW);
    ShopFigures shop = ShopFigures.of(scrape, SessionStory.MODEL, WINDOW);
    TextFigures texts = TextFigures.of(scrape, TextService.MODEL, WINDOW);
    if (Duration.between(traffic.start(), Instant.now()).compareTo(FILLED) >= 0) {
      chronicle.observe(demand, shop, texts);
      cache.observe(cached);
    }
    screen.line(
        LiveTable.row(
            traffic.progress(), traffic.day(), demand, cached, shop, texts, chronicle.firing()));
  }
}
