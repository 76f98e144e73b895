/**
 * The public suffix list: which names are open for registration by anybody, and which domain belongs to one party.
 *
 * <p>DNS does not tell where one owner ends and the next begins: {@code example.com} and {@code example.co.uk} were each
 * registered by somebody, {@code com} and {@code co.uk} by nobody. The list at publicsuffix.org does, by rules that
 * volunteers and registries maintain. Mail needs it to tell that {@code news.example.com} and {@code example.com} are one
 * organization (DMARC as of RFC 7489), that nobody may sign in the name of {@code co.uk} (DKIM), and which name to look up
 * in a blocklist of domains. The list is a heuristic, and it grows old: each of its answers is as good as its date.
 *
 * <p>Start with {@link io.mailseal.psl.PublicSuffixList}; {@link io.mailseal.psl.PublicSuffixMatch} tells which rule
 * decided:
 *
 * <pre>{@code
 * PublicSuffixList list = PublicSuffixList.bundled();
 * Optional<DomainName> owner = list.registrableDomain(DomainName.of("news.example.co.uk")); // example.co.uk
 * boolean open = list.icannOnly().isPublicSuffix(DomainName.of("co.uk"));
 * String why = list.match(DomainName.of("www.ck")).explanation();
 * }</pre>
 *
 * <p>Everything here is immutable and may be shared between threads. No parameter or result is null. No name makes a
 * lookup throw. A lookup takes a fraction of a microsecond; to read a list takes tens of milliseconds in a JVM that has
 * just started, which {@link io.mailseal.psl.PublicSuffixList#bundled} does at its first call.
 *
 * <p>The list that comes with this artifact is under the Mozilla Public License 2.0; see {@link
 * io.mailseal.psl.PublicSuffixList#notice}.
 */
@NullMarked
package io.mailseal.psl;

import org.jspecify.annotations.NullMarked;
