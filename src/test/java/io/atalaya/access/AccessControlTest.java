package io.atalaya.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.access.Authenticator.Result;
import io.atalaya.access.Decision.Denied;
import io.atalaya.access.Decision.Granted;
import io.atalaya.access.Decision.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessControlTest {

  private static final Caller READER = new Caller("reader", Set.of(Role.READ));
  private static final Caller WRITER = new Caller("writer", Set.of(Role.WRITE));
  private static final Caller OPERATOR = new Caller("operator", Set.of(Role.OPERATE));
  private static final Caller NOBODY = new Caller("nobody", Set.of());

  private final List<Reason> counted = new ArrayList<>();

  /** The tokens are the callers' names. */
  private static final Authenticator NAMES =
      new Authenticator() {
        private final Map<String, Result> known =
            Map.of(
                "reader", new Result.Known(READER),
                "writer", new Result.Known(WRITER),
                "operator", new Result.Known(OPERATOR),
                "nobody", new Result.Known(NOBODY),
                "later", new Result.Unavailable("no issuer"));

        @Override
        public CompletionStage<Result> authenticate(String token) {
          return CompletableFuture.completedStage(
              known.getOrDefault(token, new Result.Refused("not " + token.length())));
        }

        @Override
        public String remedy() {
          return "say a name";
        }
      };

  @ParameterizedTest
  @CsvSource({
    "READ, reader, granted",
    "READ, writer, granted",
    "READ, operator, granted",
    "READ, nobody, FORBIDDEN",
    "READ, , NO_TOKEN",
    "READ, other, INVALID_TOKEN",
    "READ, later, UNAVAILABLE",
    "WRITE, reader, FORBIDDEN",
    "WRITE, writer, granted",
    "WRITE, operator, FORBIDDEN",
    "WRITE, nobody, FORBIDDEN",
    "WRITE, , NO_TOKEN",
    "WRITE, other, INVALID_TOKEN",
    "WRITE, later, UNAVAILABLE",
    "OPERATE, reader, FORBIDDEN",
    "OPERATE, writer, FORBIDDEN",
    "OPERATE, operator, granted",
    "OPERATE, , NO_TOKEN",
  })
  void whatEachMayDo(Role role, @Nullable String name, String expected) {
    assertEquals(expected, decide(control(NAMES, false), role, name));
    assertEquals(expected.equals("granted") ? 0 : 1, counted.size());
  }

  @ParameterizedTest
  @CsvSource({
    "READ, nobody, granted",
    "READ, , granted",
    "READ, later, granted",
    "READ, other, INVALID_TOKEN",
    "WRITE, , NO_TOKEN",
    "WRITE, later, UNAVAILABLE",
    "OPERATE, reader, FORBIDDEN",
  })
  void whereReadingIsOpenAllMayReadButThoseWithABadToken(
      Role role, @Nullable String name, String expected) {
    assertEquals(expected, decide(control(NAMES, true), role, name));
  }

  @ParameterizedTest
  @CsvSource({"READ, writer, granted", "WRITE, writer, OFF", "OPERATE, , OFF"})
  void whereNobodyIsKnownNobodyChangesAnything(Role role, @Nullable String name, String expected) {
    assertEquals(expected, decide(control(null, true), role, name));
  }

  @Test
  void nothingIsLeftThatNobodyCouldRead() {
    assertThrows(IllegalArgumentException.class, () -> control(null, false));
  }

  @Test
  void onlyBearerTokensAreTokens() {
    AccessControl control = control(NAMES, false);
    assertInstanceOf(
        Granted.class, control.decide(Role.READ, "bEARER  reader ").toCompletableFuture().join());
    for (String header : new String[] {"Basic reader", "Bearer", "Bearer ", "reader", ""}) {
      assertEquals(
          Reason.NO_TOKEN,
          assertInstanceOf(
                  Denied.class, control.decide(Role.READ, header).toCompletableFuture().join())
              .reason(),
          header);
    }
  }

  @Test
  void eachCallerHasARateAndEachNetworkOfThoseUnknown() {
    AccessControl control = control(NAMES, true);

    assertEquals("granted", decide(control, Role.READ, "reader", "10.0.0.1"));
    assertEquals("RATE_LIMITED", decide(control, Role.READ, "reader", "10.0.0.2"));
    assertEquals("granted", decide(control, Role.READ, "writer", "10.0.0.1"));
    assertEquals("granted", decide(control, Role.READ, null, "10.0.0.1"));
    assertEquals("RATE_LIMITED", decide(control, Role.READ, null, "10.0.0.1"));
    assertEquals("RATE_LIMITED", decide(control, Role.READ, "other", "10.0.0.1"));
    assertEquals("granted", decide(control, Role.READ, null, "2001:db8::1"));
    assertEquals("RATE_LIMITED", decide(control, Role.READ, null, "2001:db8::ffff:2"));
    assertEquals("granted", decide(control, Role.READ, null, "2001:db8:0:1::1"));
    assertEquals(4, counted.size());
    assertTrue(counted.stream().allMatch(Reason.RATE_LIMITED::equals));
  }

  @Test
  void aLimitedCallerIsToldWhenToComeAgain() {
    AccessControl control = control(NAMES, true);
    decide(control, Role.READ, "reader", "10.0.0.1");

    Denied denied =
        assertInstanceOf(
            Denied.class,
            control.decide(Role.READ, "Bearer reader", "10.0.0.1").toCompletableFuture().join());
    assertEquals(Duration.ofSeconds(1), denied.retryAfter());
    assertEquals(READER, denied.caller());
  }

  @Test
  void addressesWithoutANetworkStandForThemselves() {
    assertEquals("10.0.0.1", CallerAddress.network("10.0.0.1"));
    assertEquals("unknown", CallerAddress.network("unknown"));
    assertEquals("fe80000000000000/64", CallerAddress.network("fe80::1%eth0"));
    assertEquals("10.0.0.1", CallerAddress.network("::ffff:10.0.0.1"));
  }

  private String decide(AccessControl control, Role role, @Nullable String name) {
    return text(
        control.decide(role, name == null ? null : "Bearer " + name).toCompletableFuture().join());
  }

  private String decide(AccessControl control, Role role, @Nullable String name, String address) {
    return text(
        control
            .decide(role, name == null ? null : "Bearer " + name, address)
            .toCompletableFuture()
            .join());
  }

  private static String text(Decision decision) {
    return switch (decision) {
      case Granted ignored -> "granted";
      case Denied denied -> denied.reason().name();
    };
  }

  /** One request a second of each caller; the time stands still. */
  private AccessControl control(@Nullable Authenticator authenticator, boolean readingOpen) {
    return new AccessControl(
        authenticator,
        readingOpen,
        new RateLimiter(new RateLimit(1, 1), 100, () -> 0),
        counted::add);
  }
}
