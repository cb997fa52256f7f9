package io.atalaya.generation;

/** A model that gives no vector, or cannot be used. */
public final class EmbeddingException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public EmbeddingException(String message) {
    super(message);
  }

  public EmbeddingException(String message, Throwable cause) {
    super(message, cause);
  }
}
