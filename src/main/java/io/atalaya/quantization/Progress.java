package io.atalaya.quantization;

/** Is told how far a long computation is. */
@FunctionalInterface
public interface Progress {

  /** Tells nobody. */
  Progress NONE = (what, done, of) -> {};

  /**
   * A step was taken.
   *
   * @param what is being done
   * @param done the steps so far
   * @param of all steps
   */
  void step(String what, int done, int of);
}
