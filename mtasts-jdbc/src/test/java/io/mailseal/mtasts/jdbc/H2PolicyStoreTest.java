package io.mailseal.mtasts.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.mtasts.MtaStsMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On H2, inside of this process. */
class H2PolicyStoreTest extends DatabaseStoreContract {

    private static DataSource database(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        return source;
    }

    @Override
    DataSource emptyDatabase() {
        return database("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    @Override
    boolean isBlocked() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT 1 FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL");
                ResultSet rows = query.executeQuery()) {
            return rows.next();
        }
    }

    @AfterEach
    void forget() throws Exception {
        sql("SHUTDOWN");
    }

    @Test
    @DisplayName("A restart forgets nothing")
    void restart(@TempDir Path folder) throws Exception {
        DataSource inMemory = dataSource;
        dataSource = database("jdbc:h2:file:" + folder.resolve("policies") + ";DB_CLOSE_DELAY=-1");
        store = machine();
        put(entry(1, MtaStsMode.ENFORCE));
        sql("SHUTDOWN");
        assertThat(find(1)).contains(entry(1, MtaStsMode.ENFORCE).withVersion(1));
        sql("SHUTDOWN");
        dataSource = inMemory;
    }
}
