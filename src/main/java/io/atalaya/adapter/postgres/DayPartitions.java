package io.atalaya.adapter.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * The partitions of the history: {@code answers_20260101} holds that day, in UTC.
 *
 * <p>Any number of instances may keep them at once: a lock of the database admits one after the
 * other. Making a partition does not wait for readers or writers. Dropping one waits at most a
 * fifth of a second for a long query, since whoever comes later would wait behind it; such a
 * partition is dropped another time. Immutable.
 *
 * @param retention how long a day is kept after its end
 */
record DayPartitions(Retention retention) {

  private static final int DAYS_AHEAD = 3;
  private static final long LOCK = 0x6174_616c_6179_61L; // "atalaya"
  private static final String PREFIX = "answers_";
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /**
   * Makes the partitions from yesterday, for clocks that are late, to some days ahead, and drops
   * those whose time is over.
   *
   * @param connection without a transaction; given back so
   */
  void keep(Connection connection, Instant now) throws SQLException {
    connection.setAutoCommit(false);
    try {
      List<LocalDate> days = make(connection, now);
      for (LocalDate day : days) {
        if (!start(day.plusDays(1)).isAfter(now.minus(retention.time()))) {
          drop(connection, day);
        }
      }
    } catch (SQLException | RuntimeException e) {
      rollback(connection, e);
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** The days that there were before. */
  private static List<LocalDate> make(Connection connection, Instant now) throws SQLException {
    lock(connection, "5s");
    List<LocalDate> there = days(connection);
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    for (int i = -1; i <= DAYS_AHEAD; i++) {
      LocalDate day = today.plusDays(i);
      if (!there.contains(day)) {
        make(connection, day);
      }
    }
    connection.commit();
    return there;
  }

  /** Attached, not made as a part: that would wait until nobody reads or writes the table. */
  private static void make(Connection connection, LocalDate day) throws SQLException {
    execute(
        connection,
        "CREATE TABLE atalaya.%s (LIKE atalaya.answers INCLUDING STORAGE)".formatted(name(day)));
    execute(
        connection,
        "ALTER TABLE atalaya.answers ATTACH PARTITION atalaya.%s FOR VALUES FROM ('%s') TO ('%s')"
            .formatted(name(day), start(day), start(day.plusDays(1))));
  }

  private static void drop(Connection connection, LocalDate day) throws SQLException {
    try {
      lock(connection, "200ms");
      execute(connection, "DROP TABLE IF EXISTS atalaya." + name(day));
      connection.commit();
    } catch (SQLException e) {
      if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback();
    }
  }

  /** Until the end of the transaction; no lock is waited for longer. */
  private static void lock(Connection connection, String most) throws SQLException {
    execute(connection, "SET LOCAL lock_timeout = '%s'".formatted(most));
    execute(connection, "SELECT pg_advisory_xact_lock(" + LOCK + ")");
  }

  /** The days that have a partition, in order. */
  static List<LocalDate> days(Connection connection) throws SQLException {
    List<LocalDate> days = new ArrayList<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                """
                SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
                WHERE inhparent = 'atalaya.answers'::regclass AND relname ~ '^answers_\\d{8}$'
                ORDER BY relname
                """);
        ResultSet names = query.executeQuery()) {
      while (names.next()) {
        days.add(LocalDate.parse(names.getString(1).substring(PREFIX.length()), DAY));
      }
    }
    return days;
  }

  private static void rollback(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String name(LocalDate day) {
    return PREFIX + DAY.format(day);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
