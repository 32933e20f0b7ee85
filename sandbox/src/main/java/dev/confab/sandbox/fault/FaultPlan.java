package dev.confab.sandbox.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The faults that are switched on, in the order in which they were, as seen by one service. The service asks it at every
 * {@link Seam}; faults that apply act on the seam one after the other. Belongs to the event loop.
 */
public final class FaultPlan {

    /** What all services share. */
    private static final class Shared {
        private final Map<String, FaultRule> rules = new LinkedHashMap<>();
        private final List<FaultRule> active = new ArrayList<>();
        private final List<Watched> watched = new ArrayList<>();
        private final Set<String> backends = new TreeSet<>();
        private long lastId;
    }

    private record Watched(String backend, OpenConnections connections) {}

    private final Shared shared;
    private final String backend;

    /** Makes a plan without faults, for no service in particular. */
    public FaultPlan() {
        this(new Shared(), "");
    }

    private FaultPlan(Shared shared, String backend) {
        this.shared = shared;
        this.backend = backend;
    }

    /**
     * Gives a service its own view of the same faults; those that are limited to other services do not act there.
     *
     * @param service the name of the service
     * @return the view
     */
    public FaultPlan of(String service) {
        shared.backends.add(service);
        return new FaultPlan(shared, service);
    }

    /** Offers something to every connection that stands open. */
    public interface OpenConnections {
        /**
         * Calls back once per open connection.
         *
         * @param offer takes the session of a connection, null while unknown, and what can be done with the connection
         */
        void offerEach(BiConsumer<@Nullable String, Seam.Standing> offer);
    }

    /**
     * Adds a service whose open connections a new fault may act on at once.
     *
     * @param connections its connections
     */
    public void watch(OpenConnections connections) {
        shared.watched.add(new Watched(backend, connections));
    }

    /**
     * Switches a fault on, and lets it act on the connections that are open if it does not wait for later.
     *
     * @param fault what goes wrong
     * @param scope for whom, when and how often
     * @return the fault as it stands now
     * @throws IllegalArgumentException when a fault that knows no session is limited to one, or there is no such service
     */
    public FaultView add(Fault fault, FaultScope scope) {
        if (scope.session() != null && !fault.knowsSession()) {
            throw new IllegalArgumentException(
                    fault.verb() + " applies before the session of a connection is known; leave the session out");
        }
        if (scope.backend() != null && !shared.backends.contains(scope.backend())) {
            throw new IllegalArgumentException(
                    "There is no service " + scope.backend() + "; there are " + String.join(", ", shared.backends));
        }
        FaultRule rule = new FaultRule(Long.toString(++shared.lastId), fault, scope);
        shared.rules.put(rule.view().id(), rule);
        shared.active.add(rule);
        if (scope.after() == 0) {
            shared.watched.forEach(at -> at.connections()
                    .offerEach((session, seam) -> fire(rule, at.backend(), session, Fault::onStanding, seam)));
            shared.active.removeIf(FaultRule::spent);
        }
        return rule.view();
    }

    /**
     * Switches a fault off and forgets it.
     *
     * @param id which
     * @return false when there is none of that id
     */
    public boolean remove(String id) {
        FaultRule rule = shared.rules.remove(id);
        if (rule == null) {
            return false;
        }
        shared.active.remove(rule);
        return true;
    }

    /** Switches all faults off and forgets them. What they did to a connection stays done. */
    public void clear() {
        shared.rules.clear();
        shared.active.clear();
    }

    /**
     * Lists the faults, also those that have applied as often as they should.
     *
     * @return the faults in the order in which they were switched on
     */
    public List<FaultView> views() {
        return shared.rules.values().stream().map(FaultRule::view).toList();
    }

    /**
     * A client asks for a connection.
     *
     * @param seam what can be done
     */
    public void connecting(Seam.Connecting seam) {
        fire(null, Fault::onConnecting, seam);
    }

    /**
     * A connection was opened.
     *
     * @param seam what can be done
     */
    public void opened(Seam.Opened seam) {
        fire(null, Fault::onOpened, seam);
    }

    /**
     * A ping was received.
     *
     * @param session the session of the connection, null while unknown
     * @param seam what can be done
     */
    public void pinged(@Nullable String session, Seam.Standing seam) {
        fire(session, Fault::onPing, seam);
    }

    /**
     * A frame was received.
     *
     * @param session the session it belongs to, null while unknown
     * @param frame which
     * @param seam what can be done
     */
    public void receiving(@Nullable String session, Seam.Frame frame, Seam.Receiving seam) {
        fire(session, fault -> fault.onReceiving(frame), seam);
    }

    /**
     * A REST call of the conversation was made.
     *
     * @param session the session it belongs to, null while unknown
     * @param call which
     * @param seam what can be done
     */
    public void calling(@Nullable String session, Seam.Call call, Seam.Calling seam) {
        fire(session, fault -> fault.onCalling(call), seam);
    }

    /**
     * A message is about to be stored.
     *
     * @param session the session it belongs to
     * @param seam what can be done
     */
    public void storing(String session, Seam.Storing seam) {
        fire(session, Fault::onStoring, seam);
    }

    /**
     * A frame is about to be sent.
     *
     * @param session the session of the connection, null while unknown
     * @param frame which
     * @param seam what can be done
     */
    public void sending(@Nullable String session, Seam.Frame frame, Seam.Sending seam) {
        fire(session, fault -> fault.onSending(frame), seam);
    }

    /**
     * A page of history was asked for.
     *
     * @param session the session it belongs to
     * @param seam what can be done
     */
    public void history(String session, Seam.History seam) {
        fire(session, Fault::onHistory, seam);
    }

    /**
     * A file is about to be taken or given.
     *
     * @param session the session it belongs to
     * @param transfer which way it goes
     * @param seam what can be done
     */
    public void transferring(String session, Fault.Transfer transfer, Seam.Transferring seam) {
        fire(session, fault -> fault.onTransferring(transfer), seam);
    }

    /**
     * Tells whether there is a fault that could apply.
     *
     * @return false when nobody needs to be asked
     */
    public boolean hasActive() {
        return !shared.active.isEmpty();
    }

    /**
     * A REST service was asked for something.
     *
     * @param session the session it is about, null while unknown
     * @param surface which service
     * @param seam what can be done
     */
    public void rest(@Nullable String session, Fault.Surface surface, Seam.Rest seam) {
        fire(session, fault -> fault.onRest(surface), seam);
    }

    private <S> void fire(@Nullable String session, Function<Fault, @Nullable Consumer<? super S>> effectOf, S seam) {
        if (shared.active.isEmpty()) {
            return;
        }
        for (FaultRule rule : List.copyOf(shared.active)) {
            fire(rule, backend, session, effectOf, seam);
        }
        shared.active.removeIf(FaultRule::spent);
    }

    private static <S> void fire(
            FaultRule rule,
            String backend,
            @Nullable String session,
            Function<Fault, @Nullable Consumer<? super S>> effectOf,
            S seam) {
        Consumer<? super S> effect = rule.covers(backend, session) ? effectOf.apply(rule.fault()) : null;
        if (effect != null && rule.take()) {
            effect.accept(seam);
        }
    }
}
