/** SPF: whether a host may send mail in the name of a domain. */
module io.mailseal.spf {
    requires transitive io.mailseal.core;
    requires static org.jspecify;

    exports io.mailseal.spf;
}
