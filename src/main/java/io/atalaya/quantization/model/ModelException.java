package io.atalaya.quantization.model;

/** A model cannot be used or quantized; the message names the file or node, and the reason. */
public final class ModelException extends RuntimeException {

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
