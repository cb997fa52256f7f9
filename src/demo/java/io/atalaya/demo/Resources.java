package io.atalaya.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must be closed at the end, whatever happens: closed in reverse order, each even when another
 * failed to close. Confined to one thread.
 */
final class Resources implements AutoCloseable {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Closes {@code resource} at the end. */
  <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void close() {
    // An interrupt is the order to end; closing must not be cut short by it.
    var unused = Thread.interrupted();
    while (!open.isEmpty()) {
      AutoCloseable resource = open.pop();
      try {
        resource.close();
      } catch (Exception e) {
        System.err.println(resource.getClass().getSimpleName() + " did not close: " + e);
      }
    }
  }
}
