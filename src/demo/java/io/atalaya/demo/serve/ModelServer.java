package io.atalaya.demo.serve;

import io.atalaya.demo.demand.DemandModel;
import io.vertx.core.Vertx;
import java.net.URI;

/** The {@link DemandServer} at a free port of this machine. Thread-safe. */
public final class ModelServer implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final DemandModel model = DemandModel.load();
  private final URI address;

  private ModelServer() {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(new DemandServer(model))
            .listen(0, "localhost")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
    address = URI.create("http://localhost:" + port);
  }

  /** Loads the model, and returns when the server serves. */
  public static ModelServer start() {
    return new ModelServer();
  }

  /** Where it is, without a path. */
  public URI address() {
    return address;
  }

  /** Stops the server, and then gives the model's memory back. */
  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    model.close();
  }
}
