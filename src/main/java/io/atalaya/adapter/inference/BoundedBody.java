package io.atalaya.adapter.inference;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Reads the body of a request, unless it is too large. For the request's own thread. */
final class BoundedBody {

  private final int most;
  private final Runnable tooLarge;
  private final Buffer read = Buffer.buffer();
  private boolean refused;

  private BoundedBody(int most, Runnable tooLarge) {
    this.most = most;
    this.tooLarge = tooLarge;
  }

  /**
   * Reads a body.
   *
   * @param most the most bytes of it
   * @param whole takes the body
   * @param tooLarge runs instead when it has more; what comes is read and forgotten, so that the
   *     sender hears of it
   */
  static void read(HttpServerRequest request, int most, Consumer<Buffer> whole, Runnable tooLarge) {
    BoundedBody body = new BoundedBody(most, tooLarge);
    request.handler(body::add);
    request.endHandler(
        ended -> {
          if (!body.refused) {
            whole.accept(body.read);
          }
        });
    if (length(request) > most) {
      body.refuse();
    } else if (request.headers().contains(HttpHeaders.EXPECT)) {
      request.response().writeContinue();
    }
    request.resume();
  }

  private void add(Buffer bytes) {
    if (refused) {
      return;
    }
    if (read.length() + bytes.length() > most) {
      refuse();
    } else {
      read.appendBuffer(bytes);
    }
  }

  private void refuse() {
    refused = true;
    tooLarge.run();
  }

  private static long length(HttpServerRequest request) {
    String stated = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return stated == null ? 0 : Long.parseLong(stated.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
