package io.atalaya.adapter.rest;

import io.atalaya.access.AuditRecord;
import io.atalaya.access.AuditRecord.Outcome;
import io.atalaya.access.Caller;
import io.atalaya.access.Decision.Denied;
import io.atalaya.access.RateLimit;
import io.atalaya.access.RateLimiter;
import io.atalaya.access.Role;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Writes a line for every attempt to change something, into {@code io.atalaya.audit.write} when it
 * would add data, else into {@code io.atalaya.audit.operate}: at level INFO what was let in, WARN
 * what was not.
 *
 * <p>Of those not let in, ten lines a second are written and a hundred at once, so that nobody
 * fills a disk by asking; the next line says how many were left out. Safe for use by several
 * threads.
 */
@Singleton
public final class Audit {

  private static final Logger WRITE = Logger.getLogger("io.atalaya.audit.write");
  private static final Logger OPERATE = Logger.getLogger("io.atalaya.audit.operate");

  private static final RateLimit LINES = new RateLimit(10, 100);
  private static final String ALL = "denied";

  private final RateLimiter denials = new RateLimiter(LINES, 1, System::nanoTime);
  private final AtomicLong leftOut = new AtomicLong();

  /**
   * What was asked for.
   *
   * @param method the HTTP method
   * @param target the path
   * @param source the address that it came from
   */
  record Attempt(String method, String target, String source) {}

  /** An attempt that was not let in. */
  void denied(Role role, Attempt attempt, Denied denied, int status) {
    if (!denials.admit(ALL).isZero()) {
      leftOut.incrementAndGet();
      return;
    }
    String line =
        record(attempt, denied.caller(), Outcome.REFUSED, status, denied.reason().wireName());
    long before = leftOut.getAndSet(0);
    logger(role).warn(before == 0 ? line : line + " left_out=\"" + before + '"');
  }

  /** An attempt that was let in, and answered with {@code status}. */
  void answered(Role role, Attempt attempt, Caller caller, int status) {
    logger(role).info(record(attempt, caller, Outcome.of(status), status, "-"));
  }

  private static String record(
      Attempt attempt, Caller caller, Outcome outcome, int status, String reason) {
    return new AuditRecord(
            caller.subject(),
            attempt.method,
            attempt.target,
            outcome,
            status,
            reason,
            attempt.source)
        .line();
  }

  private static Logger logger(Role role) {
    return role == Role.WRITE ? WRITE : OPERATE;
  }
}
