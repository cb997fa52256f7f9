package io.atalaya.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** TCP ports of this machine that nobody listens on. */
public final class FreePort {

  private FreePort() {}

  /** Given out before: whoever asked may not listen yet, so the system may offer it again. */
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  /**
   * A port that the operating system just had free, and that was not given out before; another
   * process may still take it first.
   */
  public static int find() {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (GIVEN.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("no free TCP port", e);
      }
    }
  }

  /** {@code preferred} when nobody listens on it, on any address; else a free port. */
  public static int orElseFree(int preferred) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(preferred));
      GIVEN.add(preferred);
      return preferred;
    } catch (IOException e) {
      return find();
    }
  }
}
