package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the addresses of one answer mean by a profile. An error anywhere among them makes all of it worthless, since a list
 * in order would not have sent it.
 */
final class Interpretation {

    private static final IpAddress LOOPBACK = IpAddress.of("127.0.0.0");
    private static final IpAddress ERRORS = IpAddress.of("127.255.255.0");

    private final List<ReturnCode> listings;
    private final List<ReturnCode> informational;
    private final List<IpAddress> unknown;
    private final @Nullable BlocklistError error;
    private final @Nullable IpAddress errorAddress;
    private final @Nullable ReturnCode errorCode;

    private Interpretation(
            List<ReturnCode> listings,
            List<ReturnCode> informational,
            List<IpAddress> unknown,
            @Nullable BlocklistError error,
            @Nullable IpAddress errorAddress,
            @Nullable ReturnCode errorCode) {
        this.listings = List.copyOf(listings);
        this.informational = List.copyOf(informational);
        this.unknown = List.copyOf(unknown);
        this.error = error;
        this.errorAddress = errorAddress;
        this.errorCode = errorCode;
    }

    /** Whatever their order and however often one is there, the same addresses mean the same. */
    static Interpretation of(List<ReturnCode> codes, List<IpAddress> addresses) {
        List<IpAddress> sorted = addresses.stream().distinct().sorted().toList();
        for (IpAddress address : sorted) {
            // RFC 5782 §2.3: codes are in 127.0.0.0/8; anything else was not written by who keeps a list.
            if (!address.isIn(LOOPBACK, 8)) {
                return failed(BlocklistError.FOREIGN_ANSWER, address, null);
            }
        }
        for (IpAddress address : sorted) {
            for (ReturnCode code : codes) {
                if (code.effect() == CodeEffect.ERROR && code.pattern().matches(address)) {
                    return failed(code.error().orElseThrow(), address, code);
                }
            }
            if (address.isIn(ERRORS, 24)) {
                return failed(BlocklistError.UNKNOWN_ERROR, address, null);
            }
        }
        return read(codes, sorted);
    }

    private static Interpretation failed(BlocklistError error, IpAddress address, @Nullable ReturnCode code) {
        return new Interpretation(List.of(), List.of(), List.of(), error, address, code);
    }

    private static Interpretation read(List<ReturnCode> codes, List<IpAddress> addresses) {
        List<ReturnCode> listings = new ArrayList<>();
        List<ReturnCode> informational = new ArrayList<>();
        for (ReturnCode code : codes) {
            if (addresses.stream().anyMatch(code.pattern()::matches)) {
                (code.effect() == CodeEffect.LISTED ? listings : informational).add(code);
            }
        }
        List<IpAddress> unknown = addresses.stream()
                .filter(address ->
                        codes.stream().noneMatch(code -> code.pattern().matches(address)))
                .toList();
        return new Interpretation(listings, informational, unknown, null, null, null);
    }

    /** The codes that are listings, in the order of the profile; none where there is an error. */
    List<ReturnCode> listings() {
        return listings;
    }

    /** The codes that are neither listings nor errors, in the order of the profile. */
    List<ReturnCode> informational() {
        return informational;
    }

    /** The addresses in 127.0.0.0/8 that the profile does not know: no listings. */
    List<IpAddress> unknown() {
        return unknown;
    }

    /** Why the answer is of no use. */
    Optional<BlocklistError> error() {
        return Optional.ofNullable(error);
    }

    /** The address that tells of the error. */
    Optional<IpAddress> errorAddress() {
        return Optional.ofNullable(errorAddress);
    }

    /** The row of the profile that tells of the error, if it is one of the profile's. */
    Optional<ReturnCode> errorCode() {
        return Optional.ofNullable(errorCode);
    }

    boolean isListed() {
        return !listings.isEmpty();
    }

    @Override
    public String toString() {
        return error != null
                ? error + " " + errorAddress
                : "listings " + listings + ", informational " + informational + ", unknown " + unknown;
    }
}
