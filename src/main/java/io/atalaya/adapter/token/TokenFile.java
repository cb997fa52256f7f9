package io.atalaya.adapter.token;

import io.atalaya.access.Authenticator;
import io.atalaya.access.Caller;
import io.atalaya.access.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One secret in a file, whoever shows which may do everything. Its text is never printed.
 *
 * <p>The file is looked at once a second at most and read again when it has changed, so that a
 * secret can be replaced while the service runs. While it cannot be read nobody is let in. Safe for
 * use by several threads.
 */
public final class TokenFile implements Authenticator {

  private static final Logger LOG = Logger.getLogger(TokenFile.class);

  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Result KNOWN =
      new Result.Known(new Caller("token", EnumSet.allOf(Role.class)));

  private final Path path;
  private final LongSupplier nanoTime;
  private volatile State state;

  /** What was seen of the file, and when. Immutable. */
  private static final class State {

    /** The token; null when it could not be read. */
    private final byte @Nullable [] secret;

    private final FileTime changed;
    private final long size;
    private final long seenNanos;

    private State(byte @Nullable [] secret, FileTime changed, long size, long seenNanos) {
      this.secret = secret;
      this.changed = changed;
      this.size = size;
      this.seenNanos = seenNanos;
    }
  }

  /**
   * Reads the token.
   *
   * @param nanoTime the time since anything, in nanoseconds
   * @throws IllegalArgumentException if the file cannot be read or has no token
   */
  public TokenFile(Path path, LongSupplier nanoTime) {
    this.path = path;
    this.nanoTime = nanoTime;
    try {
      state = read();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          path.toAbsolutePath() + " cannot be read: give the path of a file with the token", e);
    }
  }

  /** Compares in a time that does not depend on how much of the token is right. */
  @Override
  public CompletionStage<Result> authenticate(String token) {
    byte[] secret = current().secret;
    if (secret == null) {
      return CompletableFuture.completedStage(
          new Result.Unavailable(
              "the file in atalaya.api.token-file cannot be read: the service's log says why"));
    }
    return CompletableFuture.completedStage(
        MessageDigest.isEqual(secret, token.getBytes(StandardCharsets.UTF_8))
            ? KNOWN
            : new Result.Refused(remedy()));
  }

  @Override
  public String remedy() {
    return "give the header Authorization: Bearer and the token in atalaya.api.token-file";
  }

  private State current() {
    State known = state;
    return nanoTime.getAsLong() - known.seenNanos < LOOK_NANOS ? known : look();
  }

  private synchronized State look() {
    State known = state;
    long now = nanoTime.getAsLong();
    if (now - known.seenNanos < LOOK_NANOS) {
      return known;
    }
    try {
      boolean same =
          known.secret != null
              && known.size == Files.size(path)
              && known.changed.equals(Files.getLastModifiedTime(path));
      state = same ? new State(known.secret, known.changed, known.size, now) : read();
      if (!same) {
        LOG.infof("The token in %s was read again", path);
      }
    } catch (IOException | IllegalArgumentException unreadable) {
      if (known.secret != null) {
        LOG.errorf("Nobody is let in: %s cannot be read: %s", path, unreadable);
      }
      state = new State(null, known.changed, known.size, now);
    }
    return state;
  }

  private State read() throws IOException {
    // Before the content: a change in between is seen the next time.
    FileTime changed = Files.getLastModifiedTime(path);
    long size = Files.size(path);
    String secret = Files.readString(path).strip();
    if (secret.isEmpty()) {
      throw new IllegalArgumentException(
          path + " is empty: write the token into it, for example that of openssl rand -hex 32");
    }
    return new State(secret.getBytes(StandardCharsets.UTF_8), changed, size, nanoTime.getAsLong());
  }
}
