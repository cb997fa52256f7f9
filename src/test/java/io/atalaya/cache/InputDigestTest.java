package io.atalaya.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputDigestTest {

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.0", "1e0", "10e-1", "1.000", "0.01e2"})
  void aNumberCountsByItsValue(String written) {
    assertEquals(hash(in -> in.number(1.0)), hash(in -> in.number(new BigDecimal(written))));
  }

  @Test
  void zeroHasNoSign() {
    assertEquals(hash(in -> in.number(0.0)), hash(in -> in.number(-0.0)));
    assertEquals(hash(in -> in.rounded(0.1, 1)), hash(in -> in.rounded(-0.1, 1)));
  }

  @Test
  void aDecimalThatNoDoubleHoldsIsKeptExactly() {
    BigDecimal even = new BigDecimal("9007199254740992");
    BigDecimal odd = new BigDecimal("9007199254740993");

    assertEquals(even.doubleValue(), odd.doubleValue());
    assertNotEquals(hash(in -> in.number(even)), hash(in -> in.number(odd)));
    assertEquals(
        hash(in -> in.number(odd)), hash(in -> in.number(new BigDecimal("9007199254740993.00"))));
    assertNotEquals(
        hash(in -> in.number(new BigDecimal("1e400"))),
        hash(in -> in.number(new BigDecimal("1e401"))));
  }

  @Test
  void roundedNumbersCountUpToAStep() {
    assertEquals(hash(in -> in.rounded(20.2, 0.5)), hash(in -> in.rounded(20.1, 0.5)));
    assertNotEquals(hash(in -> in.rounded(20.2, 0.5)), hash(in -> in.rounded(20.3, 0.5)));
    assertNotEquals(hash(in -> in.rounded(2, 1)), hash(in -> in.rounded(2, 2)));
  }

  @Test
  void differentInputsAreDifferentBytes() {
    List<UnaryOperator<InputDigest>> inputs =
        List.of(
            in -> in,
            in -> in.nothing(),
            in -> in.flag(true),
            in -> in.flag(false),
            in -> in.number(0),
            in -> in.number(1),
            in -> in.number(Double.NaN),
            in -> in.text(""),
            in -> in.text("1"),
            in -> in.text("ab"),
            in -> in.text("a").text("b"),
            in -> in.text("").text("ab"),
            in -> in.list(0),
            in -> in.list(1).nothing(),
            in -> in.list(2).nothing().nothing(),
            in -> in.list(1).list(1).nothing(),
            in -> in.object(0),
            in -> in.object(1).text("a").number(1),
            in -> in.bytes(new byte[0]),
            in -> in.bytes(new byte[] {0}),
            in -> in.bytes(new byte[5000]),
            in -> in.bytes(new byte[5001]),
            in -> in.rounded(1, 1));
    Set<InputHash> hashes = new HashSet<>();
    inputs.forEach(input -> hashes.add(hash(input)));

    assertEquals(inputs.size(), hashes.size());
  }

  @Test
  void anInputOfAnyLengthHasOneHash() {
    UnaryOperator<InputDigest> longer =
        in -> {
          for (int i = 0; i < 10_000; i++) {
            in.number(i).text("feature " + i);
          }
          return in;
        };

    assertEquals(hash(longer), hash(longer));
    assertNotEquals(hash(longer), hash(in -> longer.apply(in).nothing()));
  }

  /** hashlib.sha256(b"\x03" + (1).to_bytes(8, "big") + b"a").hexdigest()[:32], Python 3.11. */
  @Test
  void theHashIsTheBeginningOfSha256() {
    assertEquals("8ea5ff16e15e7ce4872305ae0807709c", hash(in -> in.text("a")).text());
  }

  @Test
  void aHashIsReadAsItIsWritten() {
    InputHash hash = new InputHash(0x0123456789abcdefL, -1);

    assertEquals("0123456789abcdefffffffffffffffff", hash.text());
    assertEquals(hash, InputHash.parse(hash.text()));
    assertThrows(IllegalArgumentException.class, () -> InputHash.parse("0123"));
    assertThrows(IllegalArgumentException.class, () -> InputHash.parse("g".repeat(32)));
  }

  private static InputHash hash(UnaryOperator<InputDigest> input) {
    return input.apply(new InputDigest()).hash();
  }
}
