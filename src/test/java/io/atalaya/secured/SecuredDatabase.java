package io.atalaya.secured;

import io.atalaya.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL that lets users in by TLS and password (SCRAM) alone; only its superuser, who is the
 * test, comes as it likes.
 */
final class SecuredDatabase implements AutoCloseable {

  private final EmbeddedPostgres server;

  private SecuredDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts one that shows {@code identity}; nobody but the superuser has an account yet. */
  static SecuredDatabase start(Path directory, Authority.Identity identity) throws Exception {
    SecuredDatabase database = new SecuredDatabase(EmbeddedPostgres.start(directory));
    Files.writeString(
        directory.resolve("data").resolve("pg_hba.conf"),
        """
        host    all postgres all trust
        hostssl all all      all scram-sha-256
        """);
    database.execute("ALTER SYSTEM SET ssl_cert_file = '" + identity.certificate() + "'");
    database.execute("ALTER SYSTEM SET ssl_key_file = '" + identity.key() + "'");
    database.execute("ALTER SYSTEM SET ssl = on");
    database.execute("ALTER SYSTEM SET password_encryption = 'scram-sha-256'");
    database.execute("SELECT pg_reload_conf()");
    return database;
  }

  /** Makes a user who owns a schema of the name given, or none. */
  void user(String name, String password, String schema) throws SQLException {
    execute("CREATE USER \"%s\" PASSWORD '%s'".formatted(name, password));
    if (!schema.isEmpty()) {
      execute("CREATE SCHEMA %s AUTHORIZATION \"%s\"".formatted(schema, name));
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(superuser());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of what the superuser is answered. */
  List<String> query(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(superuser());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
    }
    return values;
  }

  private String superuser() {
    return server.url("postgres") + "?user=postgres&sslmode=disable";
  }

  /** Where it is, with the driver's settings of the connection. */
  String url(String settings) {
    return server.url("postgres") + "?" + settings;
  }

  @Override
  public void close() {
    server.close();
  }
}
