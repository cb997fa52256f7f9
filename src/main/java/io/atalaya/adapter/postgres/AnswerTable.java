package io.atalaya.adapter.postgres;

import io.atalaya.adapter.postgres.Change.Addition;
import io.atalaya.adapter.postgres.Change.Removal;
import io.atalaya.cache.AnswerCodec;
import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.InputHash;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The statements on the table of answers. Each takes any number of rows as arrays, one a column: a
 * call is one round trip. Immutable.
 *
 * @param codec the bytes of answers
 * @param longestLifetime of any answer; only the partitions of that time are looked into
 */
record AnswerTable(AnswerCodec codec, Duration longestLifetime) {

  /** For clocks that differ. */
  private static final Duration SLACK = Duration.ofMinutes(5);

  /** The end of the year 9999, which every client of PostgreSQL can show. */
  private static final long LAST_MILLIS = 253_402_300_799_999L;

  /** The newest counts, even when it has expired and an older one has not. */
  private static final String FIND =
      """
      SELECT k.n, a.answer
      FROM unnest(?, ?, ?) WITH ORDINALITY AS k (model, epoch, input, n)
      CROSS JOIN LATERAL (
        SELECT answer, expires_at FROM atalaya.answers
        WHERE model = k.model AND epoch = k.epoch AND input = k.input AND stored_at > ?
        ORDER BY stored_at DESC LIMIT 1) AS a
      WHERE a.expires_at > ?
      """;

  private static final String ADD =
      """
      INSERT INTO atalaya.answers (model, epoch, input, stored_at, version, segment, confidence,
        answered_at, expires_at, stamp, answer)
      SELECT model, epoch, input, timestamptz 'epoch' + stored * interval '1 microsecond', version,
        segment, confidence, timestamptz 'epoch' + answered * interval '1 millisecond',
        timestamptz 'epoch' + expires * interval '1 millisecond', stamp, answer
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS k (model, epoch, input, stored, version,
        segment, confidence, answered, expires, stamp, answer)
      """;

  private static final String REMOVE =
      """
      UPDATE atalaya.answers AS a SET expires_at = least(k.removed_at, ?)
      FROM (
        SELECT model, epoch, input, timestamptz 'epoch' + removed * interval '1 microsecond'
        FROM unnest(?, ?, ?, ?) AS k (model, epoch, input, removed)
      ) AS k (model, epoch, input, removed_at)
      WHERE a.model = k.model AND a.epoch = k.epoch AND a.input = k.input
        AND a.stored_at > ? AND a.stored_at <= k.removed_at AND a.expires_at > ?
      """;

  /** The newest answer to each key, where it has not expired. */
  Map<CacheKey, CachedAnswer> find(Connection connection, List<CacheKey> keys, Instant now)
      throws SQLException {
    Map<CacheKey, CachedAnswer> found = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(FIND)) {
      setKeys(query, 1, keys);
      query.setObject(4, earliest(now));
      query.setObject(5, at(now));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.put(keys.get(rows.getInt(1) - 1), codec.decode(rows.getBytes(2)));
        }
      }
    }
    return found;
  }

  /** Adds answers: all of them, or none. */
  void add(Connection connection, List<Addition> additions) throws SQLException {
    List<CachedAnswer> answers = additions.stream().map(Addition::answer).toList();
    try (PreparedStatement statement = connection.prepareStatement(ADD)) {
      setKeys(statement, 1, keys(additions));
      set(statement, 4, "int8", column(additions, Change::micros, Long[]::new));
      set(statement, 5, "text", column(answers, each -> text(each.version()), String[]::new));
      set(statement, 6, "text", column(answers, AnswerTable::segment, String[]::new));
      set(statement, 7, "float8", column(answers, AnswerTable::confidence, Double[]::new));
      set(statement, 8, "int8", column(answers, each -> millis(each.timeMillis()), Long[]::new));
      set(statement, 9, "int8", column(answers, each -> millis(each.expiresMillis()), Long[]::new));
      set(statement, 10, "int8", column(answers, CachedAnswer::stamp, Long[]::new));
      set(statement, 11, "bytea", column(answers, codec::encode, byte[][]::new));
      statement.executeUpdate();
    }
  }

  /** Has answers expire at the time of their removal. */
  void remove(Connection connection, List<Removal> removals, Instant now) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
      statement.setObject(1, at(now));
      setKeys(statement, 2, keys(removals));
      set(statement, 5, "int8", column(removals, Change::micros, Long[]::new));
      statement.setObject(6, earliest(now));
      statement.setObject(7, at(now));
      statement.executeUpdate();
    }
  }

  /** Whether PostgreSQL can hold a text as it is: without U+0000 and halves of characters. */
  static boolean isText(String text) {
    return text.indexOf(0) < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private OffsetDateTime earliest(Instant now) {
    return at(now.minus(longestLifetime).minus(SLACK));
  }

  private static List<CacheKey> keys(List<? extends Change> changes) {
    return changes.stream().map(Change::key).toList();
  }

  private static void setKeys(PreparedStatement statement, int first, List<CacheKey> keys)
      throws SQLException {
    set(statement, first, "text", column(keys, CacheKey::model, String[]::new));
    set(statement, first + 1, "int8", column(keys, CacheKey::epoch, Long[]::new));
    set(statement, first + 2, "uuid", column(keys, key -> uuid(key.input()), UUID[]::new));
  }

  private static <T> @Nullable Object[] column(
      List<T> rows, Column<T> value, IntFunction<@Nullable Object[]> array) {
    @Nullable Object[] column = array.apply(rows.size());
    Arrays.setAll(column, i -> value.of(rows.get(i)));
    return column;
  }

  private static void set(
      PreparedStatement statement, int index, String type, @Nullable Object[] values)
      throws SQLException {
    statement.setArray(index, statement.getConnection().createArrayOf(type, values));
  }

  /** For trends alone: the bytes of the answer have it exactly. */
  private static String text(String name) {
    return isText(name) ? name : name.replaceAll("[\\x00\\ud800-\\udfff]", "\ufffd");
  }

  private static @Nullable String segment(CachedAnswer answer) {
    String segment = answer.segment();
    return segment == null ? null : text(segment);
  }

  private static @Nullable Double confidence(CachedAnswer answer) {
    double confidence = answer.confidence();
    return Double.isNaN(confidence) ? null : (Double) confidence;
  }

  private static UUID uuid(InputHash input) {
    return new UUID(input.high(), input.low());
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static long millis(long time) {
    return Math.clamp(time, 0, LAST_MILLIS);
  }

  @FunctionalInterface
  private interface Column<T> {
    @Nullable Object of(T row);
  }
}
