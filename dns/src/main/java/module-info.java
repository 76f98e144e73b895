/** DNS over real name servers: a resolver on dnsjava, none of whose types are seen from outside. */
module io.mailseal.dns {
    requires transitive io.mailseal.core;
    requires com.github.benmanes.caffeine;
    requires org.dnsjava;
    requires static org.jspecify;

    exports io.mailseal.dns;
}
