package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads profiles from JSON. docs/blocklist-profiles.md is about this format, for those who write it. */
final class ProfileReader {

    static final Set<String> PROFILE = Set.of(
            "name",
            "title",
            "terms",
            "purpose",
            "kinds",
            "zone",
            "reduction",
            "numericHosts",
            "hash",
            "weight",
            "codes",
            "testPoints");
    static final Set<String> HASH = Set.of("subject", "digest", "encoding", "text");
    static final Set<String> CODE =
            Set.of("code", "name", "meaning", "effect", "error", "weight", "clientOnly", "source");
    static final Set<String> TEST_POINT = Set.of("kind", "subject", "listed", "codes");

    /** The errors that a row may tell of; the others of the enum are found out by us. */
    static final List<BlocklistError> ERRORS = List.of(
            BlocklistError.REFUSED,
            BlocklistError.OPEN_RESOLVER,
            BlocklistError.QUOTA,
            BlocklistError.WRONG_QUERY,
            BlocklistError.MISCONFIGURED);

    private static final int MOST_SHOWN = 40;

    private ProfileReader() {}

    static BlocklistProfileParse read(Octets json) {
        try {
            return BlocklistProfileParse.of(profiles(JsonTree.read(json)));
        } catch (ProfileRefusal refusal) {
            return BlocklistProfileParse.failed(refusal.problem());
        }
    }

    private static List<BlocklistProfile> profiles(JsonValue root) throws ProfileRefusal {
        if (root.value() instanceof JsonValue.Members) {
            return List.of(profile(root));
        }
        List<JsonValue> nodes = root.elements();
        if (nodes.isEmpty() || nodes.size() > BlocklistProfileParse.MAX_PROFILES) {
            throw root.refusal(
                    BlocklistProfileProblem.Kind.WRONG_COUNT,
                    "1 to " + BlocklistProfileParse.MAX_PROFILES + " of them");
        }
        List<BlocklistProfile> profiles = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonValue node : nodes) {
            BlocklistProfile profile = profile(node);
            if (!names.add(profile.name())) {
                throw node.refusal(BlocklistProfileProblem.Kind.DUPLICATE_NAME, profile.name());
            }
            profiles.add(profile);
        }
        return profiles;
    }

    // ---- a profile ----

    private static BlocklistProfile profile(JsonValue node) throws ProfileRefusal {
        JsonValue.Members members = members(node, PROFILE);
        BlocklistProfile.Builder builder = begun(node, members);
        members.with("title", title -> builder.title(text(title, ProfileText.LONGEST_TEXT)));
        members.with("terms", terms -> builder.terms(webAddress(terms)));
        members.with("purpose", purpose -> builder.purpose(word(purpose, List.of(BlocklistPurpose.values()))));
        for (JsonValue kind : required(node, members, "kinds").elements()) {
            builder.kinds(word(kind, List.of(BlocklistKind.values())));
        }
        members.with("reduction", word -> builder.reduction(word(word, List.of(HostReduction.values()))));
        members.with("numericHosts", word -> builder.numericHosts(word(word, List.of(NumericHosts.values()))));
        members.with("hash", hash -> builder.hash(hash(hash)));
        members.with("weight", weight -> builder.weight(weight(weight)));
        for (JsonValue code : required(node, members, "codes").elements()) {
            builder.code(code(code, builder.weight()));
        }
        members.with("testPoints", points -> builder.testPoints(testPoints(points)));
        return built(node, builder);
    }

    private static BlocklistProfile.Builder begun(JsonValue node, JsonValue.Members members) throws ProfileRefusal {
        JsonValue name = required(node, members, "name");
        JsonValue zone = required(node, members, "zone");
        if (!ProfileText.isProfileName(name.text())) {
            throw name.invalid("a name is lower-case letters, digits and inner hyphens");
        }
        // What stands there may be a key, and is not shown.
        if (ListZone.parse(zone.text()).isEmpty()) {
            throw zone.invalid("a zone is a domain name, one of whose labels may be {key}");
        }
        return BlocklistProfile.builder(name.text(), zone.text());
    }

    private static BlocklistProfile built(JsonValue node, BlocklistProfile.Builder builder) throws ProfileRefusal {
        String problem = builder.problem().orElse("");
        if (!problem.isEmpty()) {
            throw node.refusal(BlocklistProfileProblem.Kind.INCONSISTENT, problem);
        }
        return builder.build();
    }

    // ---- its parts ----

    private static HashForm hash(JsonValue node) throws ProfileRefusal {
        JsonValue.Members members = members(node, HASH);
        HashSubject subject = word(required(node, members, "subject"), List.of(HashSubject.values()));
        HashDigest digest = word(required(node, members, "digest"), List.of(HashDigest.values()));
        HashEncoding encoding = word(required(node, members, "encoding"), List.of(HashEncoding.values()));
        JsonValue text = members.get("text");
        HashedText hashed = text == null ? HashedText.AS_IS : word(text, List.of(HashedText.values()));
        if (!HashForm.fits(digest, encoding)) {
            throw node.invalid("such a digest is too long for a label");
        }
        return new HashForm(subject, digest, encoding, hashed);
    }

    private static ReturnCode code(JsonValue node, double defaultWeight) throws ProfileRefusal {
        JsonValue.Members members = members(node, CODE);
        CodePattern pattern = pattern(required(node, members, "code"));
        String name = text(required(node, members, "name"), ProfileText.LONGEST_NAME);
        String meaning = text(required(node, members, "meaning"), ProfileText.LONGEST_TEXT);
        CodeEffect effect = effect(node, members);
        JsonValue weight = members.get("weight");
        if (weight != null && effect != CodeEffect.LISTED) {
            throw weight.invalid("only listings have a weight");
        }
        ReturnCode code = switch (effect) {
            case LISTED -> ReturnCode.listed(pattern, name, meaning, weight == null ? defaultWeight : weight(weight));
            case INFORMATIONAL -> ReturnCode.informational(pattern, name, meaning);
            case ERROR -> ReturnCode.error(pattern, name, meaning, word(required(node, members, "error"), ERRORS));
        };
        return withDetails(code, members);
    }

    private static ReturnCode withDetails(ReturnCode code, JsonValue.Members members) throws ProfileRefusal {
        JsonValue source = members.get("source");
        ReturnCode sourced = source == null ? code : code.withSource(text(source, ProfileText.LONGEST_TEXT));
        JsonValue clientOnly = members.get("clientOnly");
        if (clientOnly == null || !clientOnly.flag()) {
            return sourced;
        }
        if (code.effect() != CodeEffect.LISTED) {
            throw clientOnly.invalid("only listings are for clients only");
        }
        return sourced.forClientOnly();
    }

    // A row with an error is one without further words.
    private static CodeEffect effect(JsonValue node, JsonValue.Members members) throws ProfileRefusal {
        JsonValue effect = members.get("effect");
        CodeEffect implied = members.containsKey("error") ? CodeEffect.ERROR : CodeEffect.LISTED;
        CodeEffect stated = effect == null ? implied : word(effect, List.of(CodeEffect.values()));
        if (members.containsKey("error") && stated != CodeEffect.ERROR) {
            throw node.invalid("a row with an error has no other effect");
        }
        return stated;
    }

    private static CodePattern pattern(JsonValue node) throws ProfileRefusal {
        String text = node.text();
        return CodePattern.parse(text)
                .orElseThrow(() -> node.invalid("not a pattern of addresses in 127.0.0.0/8" + quoted(text)));
    }

    private static List<TestPoint> testPoints(JsonValue node) throws ProfileRefusal {
        List<TestPoint> points = new ArrayList<>();
        for (JsonValue element : node.elements()) {
            points.add(testPoint(element));
        }
        return points;
    }

    private static TestPoint testPoint(JsonValue node) throws ProfileRefusal {
        JsonValue.Members members = members(node, TEST_POINT);
        BlocklistKind kind = word(required(node, members, "kind"), List.of(BlocklistKind.values()));
        JsonValue subject = required(node, members, "subject");
        boolean listed = required(node, members, "listed").flag();
        List<IpAddress> codes = new ArrayList<>();
        members.with("codes", addresses -> {
            for (JsonValue address : addresses.elements()) {
                codes.add(IpAddress.parse(address.text()).orElseThrow(() -> address.invalid("not an address")));
            }
        });
        if (!ProfileText.isVisible(subject.text(), ProfileText.LONGEST_TEXT)
                || !TestPoint.isSubject(kind, subject.text())) {
            throw subject.invalid("not a subject of this kind");
        }
        if (!listed && !codes.isEmpty()) {
            throw node.invalid("what is not listed has no codes");
        }
        return new TestPoint(kind, subject.text(), listed, codes);
    }

    // ---- values ----

    private static JsonValue.Members members(JsonValue node, Set<String> known) throws ProfileRefusal {
        JsonValue.Members members = node.members();
        for (var member : members.entrySet()) {
            if (!known.contains(member.getKey())) {
                throw member.getValue().refusal(BlocklistProfileProblem.Kind.UNKNOWN_MEMBER, "");
            }
        }
        return members;
    }

    private static JsonValue required(JsonValue node, JsonValue.Members members, String name) throws ProfileRefusal {
        JsonValue member = members.get(name);
        if (member == null) {
            throw node.refusal(BlocklistProfileProblem.Kind.MISSING_MEMBER, name);
        }
        return member;
    }

    private static String text(JsonValue node, int longest) throws ProfileRefusal {
        if (!ProfileText.isVisible(node.text(), longest)) {
            throw node.invalid("this is 1 to " + longest + " visible characters of ASCII");
        }
        return node.text();
    }

    private static double weight(JsonValue node) throws ProfileRefusal {
        double number = node.number();
        if (!ProfileText.isWeight(number)) {
            throw node.invalid("a weight is at most " + (int) ReturnCode.MAX_WEIGHT + " in either direction");
        }
        return number;
    }

    private static URI webAddress(JsonValue node) throws ProfileRefusal {
        try {
            URI uri = new URI(text(node, ProfileText.LONGEST_TEXT));
            if (ProfileText.isWebAddress(uri)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // falls through: its message quotes what is there
        }
        throw node.invalid("not an address on the Web");
    }

    private static <E extends Enum<E>> E word(JsonValue node, List<E> constants) throws ProfileRefusal {
        String word = node.text();
        Function<E, String> wordOf = constant -> constant.name().toLowerCase(Locale.ROOT);
        for (E constant : constants) {
            if (wordOf.apply(constant).equals(word)) {
                return constant;
            }
        }
        throw node.invalid(
                "one of " + String.join(", ", constants.stream().map(wordOf).toList()) + quoted(word));
    }

    private static String quoted(@Nullable String text) {
        return text != null && ProfileText.isVisible(text, MOST_SHOWN) ? ", not " + text : "";
    }
}
