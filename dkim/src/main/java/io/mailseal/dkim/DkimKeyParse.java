package io.mailseal.dkim;

/** What became of the text of a private key: the key, or why there is none. */
public sealed interface DkimKeyParse permits DkimPrivateKey, DkimKeyError {

    /**
     * The key, for programs that cannot go on without it.
     *
     * @throws IllegalArgumentException if there is none; the message is {@link DkimKeyError#explanation}
     */
    DkimPrivateKey orElseThrow();
}
