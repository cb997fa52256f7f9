package io.atalaya.cache;

/** What a request for a cached answer found. */
public sealed interface Lookup {

  /**
   * An answer that may be given.
   *
   * @param answer the answer
   * @param level where it was: {@code memory}, the name of a remote level, or {@code shared} when
   *     another request had the model asked meanwhile, {@code model} when this one had
   */
  record Hit(CachedAnswer answer, String level) implements Lookup {}

  /**
   * None.
   *
   * @param stamp what an answer must carry that the model gives from now on
   * @param leads whether the caller is the one that is to ask the model, while others wait for what
   *     it stores
   */
  record Miss(long stamp, boolean leads) implements Lookup {}
}
