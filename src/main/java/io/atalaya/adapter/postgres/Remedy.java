package io.atalaya.adapter.postgres;

import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What people can do about a failure of PostgreSQL, by its SQLSTATE. Stateless. */
final class Remedy {

  private static final String TLS =
      ": say in QUARKUS_DATASOURCE_JDBC_URL how to connect: sslmode=verify-full, and sslrootcert="
          + " the file of the authority that certified the server";

  private Remedy() {}

  /** The same failure, on one line, with what to do about it. */
  static SQLException explained(Exception failure) {
    SQLException told = told(failure);
    String message = (told == null ? failure : told).getMessage();
    String what = message == null ? failure.toString() : message.lines().findFirst().orElse("");
    String state = told == null || told.getSQLState() == null ? "" : told.getSQLState();
    String remedy = isAboutTls(failure, what) ? TLS : remedy(state);
    return new SQLException("PostgreSQL: " + what + remedy, state, failure);
  }

  private static @Nullable SQLException told(Throwable failure) {
    SQLException told = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && (told == null || told.getSQLState() == null)) {
        told = sql;
      }
    }
    return told;
  }

  /** The server demands TLS ({@code hostssl}), has none, or is not the one that it should be. */
  private static boolean isAboutTls(Throwable failure, String what) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return true;
      }
    }
    return what.contains("no encryption")
        || what.contains("SSL off")
        || what.contains("support SSL");
  }

  private static String remedy(String state) {
    return switch (state) {
      case "28P01", "28000" ->
          ": set QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD to those of a user who"
              + " may log in";
      case "3D000" -> ": create the database, or name another in QUARKUS_DATASOURCE_JDBC_URL";
      case "42501" -> ": give the user the rights that docs/cache.md names";
      case "25006" -> ": name the primary server in QUARKUS_DATASOURCE_JDBC_URL";
      case "23514" -> ": today's partition is missing; see the log for why it was not made";
      case "53300" -> ": raise max_connections of the server, or lower the instances";
      default ->
          state.startsWith("08") || state.startsWith("57P")
              ? ": see whether the server runs where QUARKUS_DATASOURCE_JDBC_URL says"
              : "";
    };
  }
}
