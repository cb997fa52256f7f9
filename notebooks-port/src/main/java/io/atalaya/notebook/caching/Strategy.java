package io.atalaya.notebook.caching;

/** A way to keep answers, in a simulation: time passes only as it is told. For one thread. */
interface Strategy {

  /** What answered a request. */
  record Answered(boolean waited, int version) {}

  /** Asks the model. */
  @FunctionalInterface
  interface Model {

    /** The version that answers. */
    int ask(int question);
  }

  /** Answers a request. */
  Answered ask(Traffic.Request request, Model model);

  /** An invalidation of all that was kept arrives; nothing happens where none is listened to. */
  default void invalidated(long nowMillis) {}

  /** Time passes, and what is asked for ahead may be due. */
  default void passes(long nowMillis) {}
}
