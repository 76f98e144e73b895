package io.mailseal.dkim;

/** What became of signing a message, or of one key of the signer. */
public enum DkimSigningStatus {
    /** There is a signature of the key, or of every key. */
    SIGNED,
    /** Of a message only: some keys have signed, others have not. The fields that are there are good. */
    PARTLY_SIGNED,
    /** There is no signature. */
    REFUSED
}
