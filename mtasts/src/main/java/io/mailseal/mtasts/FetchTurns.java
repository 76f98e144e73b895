package io.mailseal.mtasts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to connect: the first that waits whose {@link FetchShare}s all have room. So whoever asks for too much waits
 * for himself, and not others for him. Who needs room in several shares at once may be overtaken by others who need one of
 * them; keeping a place for him would let him hold up all of them. Thread-safe.
 */
final class FetchTurns {

    private final FetchShare all;
    private final Map<Object, Load> loads = new HashMap<>();
    private final Set<Turn> waiting = new LinkedHashSet<>();
    private boolean calling;

    /** @param all the share of everybody together */
    FetchTurns(FetchShare all) {
        this.all = all;
    }

    /** What of a share is in use. */
    private static final class Load {
        private final FetchShare share;
        private int running;
        private int waiting;

        Load(FetchShare share) {
            this.share = share;
        }

        boolean mayRun() {
            return running < share.running();
        }

        boolean mayWait() {
            return waiting < share.waiting();
        }
    }

    private enum State {
        WAITING,
        /** The turn has come; the work has not begun. */
        CALLED,
        BEGUN,
        OVER
    }

    /**
     * Asks for a turn.
     *
     * @param call run when it has come, at once or later, on any thread; must be quick
     * @return empty where too many wait already
     */
    Optional<Turn> ask(List<FetchShare> shares, Consumer<Turn> call) {
        Turn turn;
        synchronized (loads) {
            turn = new Turn(loads(shares), call);
            if (!turn.mayRun() && !turn.charged.stream().allMatch(Load::mayWait)) {
                return Optional.empty();
            }
            turn.charged.forEach(load -> loads.put(load.share.of(), load));
            turn.await();
        }
        callAll();
        return Optional.of(turn);
    }

    private List<Load> loads(List<FetchShare> shares) {
        List<Load> found = new ArrayList<>();
        shares.forEach(share -> found.add(load(share)));
        found.add(load(all));
        return found;
    }

    private Load load(FetchShare share) {
        Load known = loads.get(share.of());
        return known == null ? new Load(share) : known;
    }

    // One thread calls them, in a loop and not each at the end of another, since they may end at once.
    private void callAll() {
        synchronized (loads) {
            if (calling) {
                return;
            }
            calling = true;
        }
        for (Turn turn = next(); turn != null; turn = next()) {
            try {
                turn.call.accept(turn);
            } catch (Throwable bug) {
                turn.end(); // the others have theirs all the same
            }
        }
    }

    // The first that has room. Who finds none has done with calling in the same moment, so that nobody is overlooked.
    private @Nullable Turn next() {
        synchronized (loads) {
            Load whole = load(all);
            for (Iterator<Turn> each = waiting.iterator(); each.hasNext() && whole.mayRun(); ) {
                Turn turn = each.next();
                if (turn.mayRun()) {
                    each.remove();
                    turn.call();
                    return turn;
                }
            }
            calling = false;
            return null;
        }
    }

    /** That of one fetch. */
    final class Turn {

        private final List<Load> charged;
        private final Consumer<Turn> call;
        private State state = State.WAITING;

        private Turn(List<Load> charged, Consumer<Turn> call) {
            this.charged = charged;
            this.call = call;
        }

        private void await() {
            charged.forEach(load -> load.waiting++);
            waiting.add(this);
        }

        private boolean mayRun() {
            return charged.stream().allMatch(Load::mayRun);
        }

        private void call() {
            charged.forEach(load -> load.waiting--);
            charged.forEach(load -> load.running++);
            state = State.CALLED;
        }

        /** The work begins; false where it was abandoned. */
        boolean begin() {
            synchronized (loads) {
                boolean wanted = state == State.CALLED;
                state = wanted ? State.BEGUN : state;
                return wanted;
            }
        }

        /** The work is not wanted any more. What has begun keeps its place until it {@linkplain #end ends}. */
        void abandon() {
            leave(false);
        }

        /** The work is done. */
        void end() {
            leave(true);
        }

        private void leave(boolean evenIfBegun) {
            synchronized (loads) {
                if (state == State.OVER || state == State.BEGUN && !evenIfBegun) {
                    return;
                }
                release();
            }
            callAll();
        }

        private void release() {
            if (waiting.remove(this)) {
                charged.forEach(load -> load.waiting--);
            } else {
                charged.forEach(load -> load.running--);
            }
            state = State.OVER;
            charged.stream()
                    .filter(load -> load.running == 0 && load.waiting == 0)
                    .forEach(load -> loads.remove(load.share.of()));
        }
    }
}
