/**
 * DNS with signatures, for tests of everything that validates: a signed tree in memory, that goes wrong where a test
 * says so, and a name server on loopback, that serves it (or anything else) and misbehaves on request. With them a
 * test shows what happens when a signature has expired, a proof is withheld, a key is gone or a datagram forged, over
 * real sockets, without a network and without software to install.
 *
 * <p>Start with {@link io.mailseal.testkit.nameserver.SignedTree} and
 * {@link io.mailseal.testkit.nameserver.LoopbackNameServer}.
 *
 * <p>Keys are made for the test and protect nothing. Both may be used by several threads; builders may not. No
 * parameter or result is null.
 */
@NullMarked
package io.mailseal.testkit.nameserver;

import org.jspecify.annotations.NullMarked;
