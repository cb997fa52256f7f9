package io.atalaya.cache;

/** How a level outside this process does. Safe for use by several threads; nothing here waits. */
public interface LevelHealth {

  /** The level's name: {@code redis}, {@code postgres}. */
  String name();

  /** Whether its store answered the last time that it was asked. */
  Reachability reachability();

  /** Whether it is left out now, but for a probe every now and then, since it kept failing. */
  boolean isLeftOut();
}
