package io.atalaya.adapter.postgres;

import static io.atalaya.adapter.postgres.Stores.answer;
import static io.atalaya.adapter.postgres.Stores.done;
import static io.atalaya.adapter.postgres.Stores.key;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The queries of docs/cache.md, run as they stand there. */
@Timeout(120)
class DocumentedQueriesTest {

  private static final Pattern QUERY = Pattern.compile("```sql\n(SELECT .*?)```", Pattern.DOTALL);

  @Test
  void theyAnswerWhatTheTextSays(@TempDir Path directory) throws Exception {
    List<String> queries =
        QUERY
            .matcher(Files.readString(Path.of("docs/cache.md")))
            .results()
            .map(found -> found.group(1))
            .toList();
    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory);
        Database database = Database.at(server.url("postgres"), "postgres", "")) {
      InstantSource clock = InstantSource.system();
      try (PostgresAnswerStore store = Stores.ready(database, clock)) {
        for (long input : new long[] {1, 1, 1, 2}) {
          done(store.store(key("m", input), answer("a", clock.instant(), Duration.ofHours(1))));
        }
        List<String> answers = new ArrayList<>();
        for (String query : queries) {
          answers.add(first(database, query));
        }
        assertEquals(
            List.of(
                "model=m answers=4", "model=m version=v1 confidence=0.75", "model=m repeated=0.5"),
            answers);
      }
    }
  }

  /** The first row without its times. */
  private static String first(Database database, String query) throws Exception {
    try (Connection connection = database.source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      List<String> values = new ArrayList<>();
      ResultSetMetaData columns = rows.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        if (!columns.getColumnTypeName(i).startsWith("timestamp")) {
          values.add(columns.getColumnName(i) + "=" + rows.getString(i));
        }
      }
      return String.join(" ", values);
    }
  }
}
