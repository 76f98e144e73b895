package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where policies are kept: in memory, or in a place that several mail servers share. It decides nothing. Writers don't lock
 * each other out: whoever has read a version may replace that version and no other, and otherwise reads again.
 *
 * <p>A store never gives a domain the same version twice, not even after its entry was removed or driven out: an entry that
 * is there again begins with a version above all that were there before. Otherwise a writer who has read long ago, and now
 * writes that a fetch has failed, would take the policy of another one for what he has read, and the policy would be gone.
 *
 * <p>Implementations are safe for use by several threads, and never block; one over a blocking driver runs it in an executor
 * of its own. A stage that fails means that nobody knows what is in the store: a policy that may be in force is then treated
 * as unknown, not as absent. Each stage must end in time, since deliveries wait for it.
 */
public interface PolicyStore {

    /** What is kept of this domain. */
    CompletionStage<Optional<PolicyEntry>> find(DomainName domain);

    /**
     * Writes an entry, if the version in the store is still that of the entry. It is then stored with the next version, one
     * more. An entry of version 0 is written if there is none; its version is then 1, or more where another was removed.
     *
     * @return whether it was written; if not, somebody else was faster
     */
    CompletionStage<Boolean> put(PolicyEntry entry);

    /**
     * Removes what is kept of a domain, if that is still this version.
     *
     * @return whether it was removed; never for version 0, which no entry has that is in the store
     */
    CompletionStage<Boolean> remove(PolicyEntry entry);

    /**
     * Removes what is kept of a domain, in whatever version, also where it can't be read.
     *
     * @return whether there was anything
     */
    CompletionStage<Boolean> forget(DomainName domain);

    /**
     * Entries whose {@link PolicyEntry#refreshAt} has come, those that wait longest first: as many as the limit at the
     * most, and a store may give fewer.
     */
    CompletionStage<List<PolicyEntry>> due(Instant now, int limit);

    /**
     * A store in memory, for one process.
     *
     * @param capacity how many domains. Beyond it something goes that protects least: what holds no policy first, then
     *     policies of mode none, of mode testing, and of those that are enforced the one that was not used for longest.
     *     Policies of more than about thirty lines (4 KiB of memory) are not counted with the others. Together they have 1 KiB
     *     for each domain, 1 MiB at the least, and beyond that one of them goes by the same rule
     * @throws IllegalArgumentException for a capacity of less than one
     */
    static PolicyStore inMemory(int capacity) {
        return new MemoryPolicyStore(capacity);
    }
}
