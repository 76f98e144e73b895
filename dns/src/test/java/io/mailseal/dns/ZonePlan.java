package io.mailseal.dns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a zone of a {@link SignedRoot} is to be: its records, how it is signed, and what is spoilt afterwards. */
final class ZonePlan {

    private static final String LARGE = ("\"" + "x".repeat(250) + "\" ").repeat(6);

    /** What every zone has below SOA and NS records, so that every zone can be asked the same. */
    private static final String USUAL_RECORDS = """
            @             A     192.0.2.1
            @             MX    10 mx
            mx            A     192.0.2.25
            _25._tcp.mx   TLSA  3 1 1 00112233
            www           A     192.0.2.80
            text          TXT   "v=spf1 " "-all"
            large         TXT   %s
            alias         CNAME www
            void          CNAME text
            dangling      CNAME nothing
            host.empty    A     192.0.2.3
            *.wild        TXT   "from the wildcard"
            host.wild     A     192.0.2.4
            *.walias      CNAME www
            old           DNAME new
            host.new      A     192.0.2.5
            """.formatted(LARGE);

    private final String name;
    private final List<Integer> algorithms = new ArrayList<>();
    private final List<String> signing = new ArrayList<>(List.of("-z"));
    private String records = USUAL_RECORDS;
    private String delegations = "";
    private List<KeyFile> keys = List.of();
    private boolean zoneKeys;
    private boolean outdated;
    private List<String> digests = List.of("SHA-256");
    private UnaryOperator<String> damage = UnaryOperator.identity();
    private UnaryOperator<List<String>> pointers = UnaryOperator.identity();

    private ZonePlan(String name) {
        this.name = name;
    }

    /** A zone that is not signed. Its parent has no DS record for it, unless one is {@linkplain #pointedTo made}. */
    static ZonePlan unsigned(String name) {
        return new ZonePlan(name);
    }

    /** A zone with NSEC records, signed with one key, of algorithm 13, that its parent points to. */
    static ZonePlan signed(String name) {
        return new ZonePlan(name).by(13);
    }

    /** With a key of each of these algorithms. */
    ZonePlan by(Integer... numbers) {
        algorithms.clear();
        algorithms.addAll(Arrays.asList(numbers));
        return this;
    }

    /** With these keys, in this order: those with a private part sign. The parent points to all that sign. */
    ZonePlan by(KeyFile... given) {
        algorithms.clear();
        keys = List.of(given);
        return this;
    }

    /** With one key for the keys and another one for the rest. */
    ZonePlan withZoneKeys() {
        zoneKeys = true;
        signing.remove("-z");
        return this;
    }

    /** With NSEC3 records and so many additional iterations. */
    ZonePlan nsec3(int iterations) {
        signing.addAll(List.of("-3", "-", "-H", Integer.toString(iterations)));
        return this;
    }

    /** With NSEC3 records that leave out unsigned delegations. */
    ZonePlan optOut() {
        signing.addAll(List.of("-3", "AABB", "-H", "0", "-A"));
        return this;
    }

    /** With signatures of this time: as YYYYMMDDHHMMSS, or as seconds from now, and from then. */
    ZonePlan validFrom(String inception, String expiration) {
        signing.addAll(List.of("-s", inception, "-e", expiration));
        return this;
    }

    /** Which newer tools may refuse to sign: then the tree is made without it. */
    ZonePlan outdated() {
        outdated = true;
        return this;
    }

    /** With these digests in its DS record set: {@code SHA-1}, {@code SHA-256}, {@code SHA-384}. */
    ZonePlan digests(String... names) {
        digests = List.of(names);
        return this;
    }

    /** With these records besides SOA and NS, instead of the usual ones. */
    ZonePlan records(String lines) {
        records = lines;
        return this;
    }

    /** With these records besides the usual ones. */
    ZonePlan alsoRecords(String lines) {
        records += lines;
        return this;
    }

    /** Changes the signed zone: one record on each line, {@code owner TTL IN TYPE data}. */
    ZonePlan thenChanged(UnaryOperator<String> change) {
        UnaryOperator<String> before = damage;
        damage = text -> change.apply(before.apply(text));
        return this;
    }

    /** Changes the DS records that its parent has: lines such as {@code child.example. IN DS 1 13 2 00112233}. */
    ZonePlan pointedTo(UnaryOperator<List<String>> change) {
        pointers = change;
        return this;
    }

    /** Its parent has no DS record for it. */
    ZonePlan withoutPointer() {
        return pointedTo(none -> List.of());
    }

    /** Adds a delegation to the zone's records. */
    void delegate(String child, List<String> pointersToChild) {
        delegations += "%s NS ns.%s\nns.%s A 127.0.0.1\n%s\n"
                .formatted(child, child, child, String.join("\n", pointersToChild));
    }

    /** With a final dot. */
    String name() {
        return name;
    }

    /** The name of its file, without a suffix. */
    String fileName() {
        return name.equals(".") ? "root" : name.substring(0, name.length() - 1);
    }

    int depth() {
        return name.equals(".") ? 0 : name.split("\\.").length;
    }

    boolean isAbove(ZonePlan other) {
        return !name.equals(other.name) && (name.equals(".") || other.name.endsWith("." + name));
    }

    boolean isSigned() {
        return !algorithms.isEmpty() || !keys.isEmpty();
    }

    String text() {
        String text = "$ORIGIN %s\n$TTL 300\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n";
        return text.formatted(name) + records + delegations;
    }

    List<Integer> algorithms() {
        return algorithms;
    }

    List<KeyFile> keys() {
        return keys;
    }

    boolean hasZoneKeys() {
        return zoneKeys;
    }

    boolean isOutdated() {
        return outdated;
    }

    List<String> signing() {
        return signing;
    }

    List<String> digestNames() {
        return digests;
    }

    String damaged(String signed) {
        return damage.apply(signed);
    }

    List<String> pointers(List<String> good) {
        return pointers.apply(good);
    }
}
