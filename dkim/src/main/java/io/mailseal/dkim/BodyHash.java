package io.mailseal.dkim;

import io.mailseal.core.Octets;

/**
 * The hash of a canonical body, or of its beginning.
 *
 * @param hash SHA-256
 * @param hashed how many octets it covers
 * @param total how many octets the canonical body has
 * @rfc 6376 3.7
 */
record BodyHash(Octets hash, long hashed, long total) {}
