/** DKIM: who signed this message, and is the signature good. */
module io.mailseal.dkim {
    requires transitive io.mailseal.core;
    requires transitive io.mailseal.psl;
    requires org.bouncycastle.provider;
    requires static org.jspecify;

    exports io.mailseal.dkim;
}
