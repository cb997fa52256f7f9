package io.atalaya.adapter.redis;

import javax.net.ssl.SSLException;

/** What people can do about a failure of Redis, by what it says. Stateless. */
final class Remedy {

  private Remedy() {}

  /** The failure's own words and what to do about it, on one line. */
  static String explained(Throwable failure) {
    String said = said(failure);
    return said + remedy(said, failure);
  }

  private static String remedy(String said, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return ": set QUARKUS_REDIS_TLS_CONFIGURATION_NAME=redis and"
            + " QUARKUS_TLS__REDIS__TRUST_STORE_PEM_CERTS to the authority that certified"
            + " Redis, as in docs/secured-servers.md";
      }
    }
    if (said.startsWith("NOAUTH") || said.startsWith("WRONGPASS")) {
      return ": name a user and a password that Redis knows in QUARKUS_REDIS_HOSTS, as"
          + " rediss://user:password@host:6379";
    }
    if (said.startsWith("NOPERM")) {
      return ": give the user the rights in docs/secured-servers.md";
    }
    return ": see whether it runs where QUARKUS_REDIS_HOSTS says; one that demands TLS needs"
        + " rediss://";
  }

  private static String said(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message.lines().findFirst().orElse("");
  }
}
