package io.mailseal.core.dns;

import io.mailseal.core.DomainName;

/**
 * One hop of an alias chain.
 *
 * @param owner the name that leads on
 * @param type CNAME, or DNAME where the CNAME was synthesized from one
 * @param target the name that it leads to
 * @param security of this hop alone
 * @rfc 1034 3.6.2
 */
public record DnsAlias(DomainName owner, DnsType type, DomainName target, DnsSecurity security) {}
