/** The public suffix list: which names are open for registration, and which domain belongs to one party. */
module io.mailseal.psl {
    requires transitive io.mailseal.core;
    requires static org.jspecify;

    exports io.mailseal.psl;
}
