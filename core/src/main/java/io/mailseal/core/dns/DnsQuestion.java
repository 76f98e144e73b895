package io.mailseal.core.dns;

import io.mailseal.core.DomainName;

/**
 * What is asked: the records of one type at one absolute name, in class IN.
 *
 * @param name absolute, compared without regard to case
 * @param type of the records
 * @rfc 1035 4.1.2
 */
public record DnsQuestion(DomainName name, DnsType type) implements Comparable<DnsQuestion> {

    /** The addresses of a host: one question, for IPv4. */
    public static DnsQuestion a(DomainName name) {
        return new DnsQuestion(name, DnsType.A);
    }

    /** The addresses of a host: one question, for IPv6. */
    public static DnsQuestion aaaa(DomainName name) {
        return new DnsQuestion(name, DnsType.AAAA);
    }

    /** The mail exchangers of a domain. */
    public static DnsQuestion mx(DomainName name) {
        return new DnsQuestion(name, DnsType.MX);
    }

    /** The text records at a name: policies and keys. */
    public static DnsQuestion txt(DomainName name) {
        return new DnsQuestion(name, DnsType.TXT);
    }

    /** The names of an address, asked at {@link io.mailseal.core.IpAddress#toReverseName}. */
    public static DnsQuestion ptr(DomainName name) {
        return new DnsQuestion(name, DnsType.PTR);
    }

    // Written out, since every answer from memory begins here, and those that the compiler makes are slower on JDK 17.
    @Override
    public boolean equals(Object other) {
        return other instanceof DnsQuestion that && type.code() == that.type.code() && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + type.code();
    }

    /** By name, then by type. */
    @Override
    public int compareTo(DnsQuestion other) {
        int order = name.compareTo(other.name);
        return order != 0 ? order : type.compareTo(other.type);
    }

    /** {@code example.com TXT}. */
    @Override
    public String toString() {
        return name + " " + type;
    }
}
