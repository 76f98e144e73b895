package io.mailseal.core.inbound;

/**
 * One more method of authentication or reputation for messages that come in. It is given to the authenticator when that is
 * built, and begins an {@link InboundCheck} for each message. Immutable and thread-safe.
 *
 * <pre>{@code
 * final class AllowList implements InboundMethod {
 *
 *     public String name() {
 *         return "dnswl";
 *     }
 *
 *     public InboundCheck begin(InboundContext context) {
 *         Optional<DnsQuestion> question = context.client().map(AllowList::question);
 *         return new InboundCheck() {
 *             public List<DnsQuestion> questions() {
 *                 return question.stream().toList();
 *             }
 *
 *             public DnsEvaluation<InboundFinding> evaluation(List<MethodResult> before) {
 *                 return new Listing(question.stream().toList()); // a record that implements DnsEvaluation
 *             }
 *         };
 *     }
 * }
 * }</pre>
 *
 * <p>An exception or error that a method throws, wherever it does, never changes what the others find: its outcome is then a
 * failure, and it has no part in the Authentication-Results field. (Only what is wrong with the machine, such as a lack of
 * memory, ends it all.) But all share the limits of one DNS session, and the verdict is
 * there when the last of them is done: a method asks little.
 */
public interface InboundMethod {

    /** When a method is evaluated. */
    enum Stage {
        /** Side by side with SPF and DKIM. */
        BESIDE,
        /** When DMARC has come to its end, and knowing what was found up to then. */
        AFTER_DMARC
    }

    /**
     * The name of the method in Authentication-Results, such as {@code arc} or {@code dnswl}: a keyword of letters, digits
     * and inner hyphens, always the same. Its case does not matter. All its results must have it, so no method can speak for
     * another.
     *
     * @rfc 8601 2.7
     */
    String name();

    /** When it is evaluated; unless it says otherwise, {@link Stage#BESIDE}. Always the same. */
    default Stage stage() {
        return Stage.BESIDE;
    }

    /** Begins to check a message, of which the header is known by now, and the body is not. Quick, and does no I/O. */
    InboundCheck begin(InboundContext context);
}
