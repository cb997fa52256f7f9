package io.atalaya.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * TCP ports of this machine that nobody listens on: below those that the system gives to outgoing
 * connections, one of which could take the port before whoever asked listens. Each process looks
 * from a place of its own, so that two that ask at the same time are told different ports.
 */
public final class FreePort {

  private static final int FIRST = 10_000;
  private static final int COUNT = 20_000;

  // Any prime: processes with numbers near each other begin far apart.
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 7_919 % COUNT));

  private FreePort() {}

  /**
   * A port that was just free, and that was not given out before, nor soon will be again; another
   * process may still take it first.
   */
  public static int find() {
    for (int tried = 0; tried < COUNT; tried++) {
      int port = FIRST + NEXT.getAndUpdate(next -> (next + 1) % COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free TCP port from " + FIRST + " on");
  }

  /** {@code preferred} when nobody listens on it, on any address; else a free port. */
  public static int orElseFree(int preferred) {
    return isFree(preferred) ? preferred : find();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
