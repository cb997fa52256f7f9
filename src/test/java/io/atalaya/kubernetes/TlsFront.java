package io.atalaya.kubernetes;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;

/** TLS before a server on this machine that speaks none, as the Redis of the tests. */
final class TlsFront implements AutoCloseable {

  private final ServerSocket listening;
  private final int target;

  private TlsFront(ServerSocket listening, int target) {
    this.listening = listening;
    this.target = target;
  }

  /** Listens at a free port, and hands what comes to {@code target}. */
  static TlsFront start(ServerCertificate certificate, int target)
      throws IOException, GeneralSecurityException {
    TlsFront front =
        new TlsFront(certificate.context().getServerSocketFactory().createServerSocket(0), target);
    Thread.startVirtualThread(front::accept);
    return front;
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket server = new Socket("localhost", target);
        Thread.startVirtualThread(() -> copy(client, server));
        Thread.startVirtualThread(() -> copy(server, client));
      } catch (IOException closed) {
        // The loop ends; or one connection failed, and the client asks again.
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException closed) {
      // One side ended, and so does the other.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
