/** MTA-STS policies in a database that several mail servers share. The driver, and a pool, are the application's. */
module io.mailseal.mtasts.jdbc {
    requires transitive io.mailseal.mtasts;
    requires transitive java.sql;
    requires static org.jspecify;

    exports io.mailseal.mtasts.jdbc;
}
