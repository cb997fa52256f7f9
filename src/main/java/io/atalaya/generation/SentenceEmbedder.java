package io.atalaya.generation;

/**
 * Port: a model that gives texts of similar meaning vectors of similar direction.
 *
 * <p>Safe for use by several threads.
 */
public interface SentenceEmbedder {

  /**
   * The vector of a text, of unit length; of the same dimension for all texts.
   *
   * @param text with a letter or digit; what a model cannot take of a long text it leaves out
   * @throws EmbeddingException when the model fails
   */
  float[] embed(String text);
}
