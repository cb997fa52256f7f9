package io.atalaya.generation;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.LogHistogram;
import java.util.OptionalDouble;

/**
 * The sizes of texts in tokens: their sum, which is exact, and their distribution.
 *
 * <p>Memory: a sparse histogram. One writer.
 */
public final class TokenCounts implements Accumulator<TokenCounts> {

  private long sum;
  private final LogHistogram sizes;

  public TokenCounts() {
    this(new LogHistogram());
  }

  private TokenCounts(LogHistogram sizes) {
    this.sizes = sizes;
  }

  /**
   * Adds a text of so many tokens, a whole number; NaN, of which nothing is known, adds nothing.
   */
  public void add(double tokens) {
    if (!Double.isNaN(tokens)) {
      sum += (long) tokens;
      sizes.add(tokens);
    }
  }

  @Override
  public void merge(TokenCounts other) {
    sum += other.sum;
    sizes.merge(other.sizes);
  }

  @Override
  public void retract(TokenCounts other) {
    sum -= other.sum;
    sizes.retract(other.sizes);
  }

  @Override
  public boolean isEmpty() {
    return sizes.isEmpty();
  }

  /** The number of texts whose size is known. */
  public long texts() {
    return sizes.count();
  }

  /** The tokens of all of them. */
  public long sum() {
    return sum;
  }

  /** The quantile {@code q} of the sizes, within a relative 2⁻¹¹; empty without any. */
  public OptionalDouble quantile(double q) {
    return sizes.quantile(q);
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(sum);
    sizes.writeTo(out);
  }

  static TokenCounts readFrom(ByteReader in) {
    long sum = in.readUnsigned();
    TokenCounts read = new TokenCounts(LogHistogram.readFrom(in));
    read.sum = sum;
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof TokenCounts other && sum == other.sum && sizes.equals(other.sizes);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sum);
  }
}
