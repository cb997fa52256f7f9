package io.atalaya.adapter.probe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The types of elements of the V2 protocol that JSON can carry. FP16 and BF16 have no JSON there.
 */
public enum Datatype {
  BOOL,
  INT8,
  INT16,
  INT32,
  INT64,
  UINT8,
  UINT16,
  UINT32,
  UINT64,
  FP32,
  FP64,
  BYTES;

  /**
   * An element as JSON.
   *
   * @param text as it is written in a configuration
   * @throws IllegalArgumentException if it is no element of this type
   */
  JsonNode element(String text) {
    return switch (this) {
      case BOOL -> truth(text);
      case INT8 -> whole(text, true, 8);
      case INT16 -> whole(text, true, 16);
      case INT32 -> whole(text, true, 32);
      case INT64 -> whole(text, true, 64);
      case UINT8 -> whole(text, false, 8);
      case UINT16 -> whole(text, false, 16);
      case UINT32 -> whole(text, false, 32);
      case UINT64 -> whole(text, false, 64);
      case FP32 -> real(text, Float.MAX_VALUE);
      case FP64 -> real(text, Double.MAX_VALUE);
      case BYTES -> TextNode.valueOf(text);
    };
  }

  /** Whether its elements are numbers. */
  boolean isNumeric() {
    return this != BOOL && this != BYTES;
  }

  private JsonNode truth(String text) {
    return switch (text) {
      case "true" -> BooleanNode.TRUE;
      case "false" -> BooleanNode.FALSE;
      default -> throw refused(text);
    };
  }

  private JsonNode whole(String text, boolean signed, int bits) {
    BigInteger limit = BigInteger.TWO.pow(signed ? bits - 1 : bits);
    BigInteger least = signed ? limit.negate() : BigInteger.ZERO;
    try {
      BigInteger value = new BigInteger(text);
      if (value.compareTo(least) >= 0 && value.compareTo(limit) < 0) {
        return DecimalNode.valueOf(new BigDecimal(value));
      }
    } catch (NumberFormatException none) {
      throw refused(text);
    }
    throw refused(text);
  }

  private JsonNode real(String text, double most) {
    try {
      double value = new BigDecimal(text).doubleValue();
      if (Math.abs(value) <= most) {
        return DoubleNode.valueOf(value);
      }
    } catch (NumberFormatException none) {
      throw refused(text);
    }
    throw refused(text);
  }

  private IllegalArgumentException refused(String text) {
    return new IllegalArgumentException("data: %s is no %s".formatted(text, this));
  }
}
