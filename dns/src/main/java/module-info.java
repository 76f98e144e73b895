/** DNS over real name servers: a resolver on dnsjava, none of whose types are seen from outside. */
module io.mailseal.dns {
    requires transitive io.mailseal.core;
    requires com.github.benmanes.caffeine;
    requires java.xml;
    requires org.bouncycastle.provider;
    requires org.dnsjava;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.mailseal.dns;
}
