package io.atalaya.adapter.postgres;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;

/** Connections as the application makes them, and what is in the database. */
record Database(AgroalDataSource source) implements AutoCloseable {

  static Database at(String url, String user, String password) {
    AgroalDataSourceConfigurationSupplier configuration =
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(8)
                        .acquisitionTimeout(Duration.ofMillis(500))
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionFactoryConfiguration(
                            factory ->
                                factory
                                    .jdbcUrl(url)
                                    .jdbcProperty("connectTimeout", "2")
                                    .jdbcProperty("socketTimeout", "10")
                                    .principal(new NamePrincipal(user))
                                    .credential(new SimplePassword(password))));
    try {
      return new Database(AgroalDataSource.from(configuration));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void migrate() {
    Flyway.configure().dataSource(source).schemas("atalaya").load().migrate();
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column. */
  List<String> query(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  @Override
  public void close() {
    source.close();
  }
}
