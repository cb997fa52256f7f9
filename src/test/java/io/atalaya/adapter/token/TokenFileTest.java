package io.atalaya.adapter.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.access.Authenticator.Result;
import io.atalaya.access.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {

  @TempDir Path directory = Path.of("target");

  private long now;

  @Test
  void itsTokenAloneIsKnownAndMayDoEverything() throws IOException {
    TokenFile token = file("s3cret\n");

    Result.Known known = assertInstanceOf(Result.Known.class, shown(token, "s3cret"));
    for (Role role : Role.values()) {
      assertTrue(known.caller().may(role));
    }
    for (String other : new String[] {"s3cre", "s3crett", "S3cret", "s3cret\n"}) {
      Result.Refused refused = assertInstanceOf(Result.Refused.class, shown(token, other));
      assertFalse(refused.detail().contains("s3cret"), refused.detail());
    }
  }

  @Test
  void aTokenThatIsReplacedHoldsFromTheNextLookOn() throws IOException {
    TokenFile token = file("first");
    write("another");
    assertInstanceOf(Result.Known.class, shown(token, "first"));

    now += Duration.ofSeconds(1).toNanos();
    assertInstanceOf(Result.Refused.class, shown(token, "first"));
    assertInstanceOf(Result.Known.class, shown(token, "another"));
  }

  @Test
  void whileTheFileCannotBeReadNobodyIsLetIn() throws IOException {
    TokenFile token = file("first");
    Files.delete(directory.resolve("token"));
    now += Duration.ofSeconds(1).toNanos();
    assertInstanceOf(Result.Unavailable.class, shown(token, "first"));

    write(" ");
    now += Duration.ofSeconds(1).toNanos();
    assertInstanceOf(Result.Unavailable.class, shown(token, "first"));
    assertInstanceOf(Result.Unavailable.class, shown(token, " "));

    write("first");
    now += Duration.ofSeconds(1).toNanos();
    assertInstanceOf(Result.Known.class, shown(token, "first"));
  }

  @Test
  void aFileWithoutATokenIsRefusedWithTheRemedy() {
    assertTrue(
        String.valueOf(assertThrows(IllegalArgumentException.class, () -> file(" \n")).getMessage())
            .endsWith(
                "is empty: write the token into it, for example that of openssl rand -hex 32"));
    assertEquals(
        "/no/such cannot be read: give the path of a file with the token",
        assertThrows(
                IllegalArgumentException.class, () -> new TokenFile(Path.of("/no/such"), () -> now))
            .getMessage());
  }

  private TokenFile file(String text) throws IOException {
    write(text);
    return new TokenFile(directory.resolve("token"), () -> now);
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("token"), text);
  }

  private static Result shown(TokenFile token, String text) {
    return token.authenticate(text).toCompletableFuture().join();
  }
}
