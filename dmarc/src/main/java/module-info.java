/** DMARC: whether the domain that the reader of a message sees is the one that was authenticated. */
module io.mailseal.dmarc {
    requires transitive io.mailseal.core;
    requires transitive io.mailseal.psl;
    requires static org.jspecify;

    exports io.mailseal.dmarc;
}
