package io.atalaya.adapter.postgres;

import io.atalaya.availability.Answer;
import io.atalaya.availability.Probe;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Asks PostgreSQL whether the history of answers is sound: no page of the database or of the shared
 * catalogue has failed its checksum, the schema is that of this version, its indexes are valid, and
 * the table can be read.
 *
 * <p>One statement in a connection of the history's pool, bounded in time by the server as well.
 * Checksums are only looked at when pages are read, and only where the cluster has them. Safe for
 * use by several threads.
 */
final class PostgresProbe implements Probe {

  /** The newest of the migrations in {@code db/migration}. */
  static final String SCHEMA = "1";

  /** A failure stays counted until the statistics are reset: what is damaged stays so too. */
  private static final String INTEGRITY =
      """
      SELECT
        (SELECT coalesce(sum(checksum_failures), 0) FROM pg_stat_database
          WHERE datname = current_database() OR datid = 0),
        (SELECT version FROM atalaya.flyway_schema_history
          WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1),
        (SELECT count(*) FROM atalaya.flyway_schema_history WHERE NOT success),
        (SELECT count(*) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
          WHERE relnamespace = 'atalaya'::regnamespace AND NOT (indisvalid AND indisready)),
        (SELECT count(*) FROM (SELECT answer FROM atalaya.answers LIMIT 1) AS sample)
      """;

  private final DataSource database;

  PostgresProbe(DataSource database) {
    this.database = database;
  }

  @Override
  public Answer ask(Duration timeout) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(INTEGRITY)) {
      statement.setQueryTimeout(Math.toIntExact(Math.max(1, timeout.toSeconds())));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return problem(row).<Answer>map(Answer.Wrong::new).orElseGet(Answer.Right::new);
      }
    } catch (SQLException | RuntimeException e) {
      SQLException failure = Remedy.explained(e);
      String detail = String.valueOf(failure.getMessage());
      return answered(String.valueOf(failure.getSQLState()))
          ? new Answer.Wrong(detail)
          : new Answer.None(detail);
    }
  }

  private static Optional<String> problem(ResultSet row) throws SQLException {
    long damaged = row.getLong(1);
    if (damaged > 0) {
      return Optional.of(
          "%d pages failed their checksum: restore the database, then call pg_stat_reset()"
              .formatted(damaged));
    }
    String schema = row.getString(2);
    if (!SCHEMA.equals(schema)) {
      return Optional.of(
          "the schema atalaya has version %s, not %s: see the log for why it was not migrated"
              .formatted(schema, SCHEMA));
    }
    if (row.getLong(3) > 0) {
      return Optional.of("a migration of the schema atalaya failed: see the log");
    }
    if (row.getLong(4) > 0) {
      return Optional.of("an index of the schema atalaya is not valid: run REINDEX SCHEMA atalaya");
    }
    return Optional.empty();
  }

  /** Whether the server said no itself; classes 08, 53, 57 and 58 say that it cannot work. */
  private static boolean answered(String state) {
    return state.length() == 5
        && !state.startsWith("08")
        && !state.startsWith("53")
        && !state.startsWith("57")
        && !state.startsWith("58");
  }
}
