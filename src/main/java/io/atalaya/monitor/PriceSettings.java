package io.atalaya.monitor;

import java.util.OptionalDouble;

/**
 * What a model's answers cost, all in one currency.
 *
 * @param call the price of an answer that is computed; empty where none is known
 */
public record PriceSettings(OptionalDouble call) {

  /** Nothing is known. */
  public static final PriceSettings NONE = new PriceSettings(OptionalDouble.empty());

  public PriceSettings {
    if (call.isPresent() && !(call.getAsDouble() >= 0 && call.getAsDouble() < 1e12)) {
      throw new IllegalArgumentException(
          "call: "
              + call.getAsDouble()
              + " is no price: give a number from 0 up, for example 0.002");
    }
  }
}
