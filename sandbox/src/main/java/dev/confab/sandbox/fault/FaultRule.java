package dev.confab.sandbox.fault;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A fault that is switched on, and how often it came up so far. */
final class FaultRule {

    private final String id;
    private final Fault fault;
    private final FaultScope scope;
    private final Random dice;
    private int passed;
    private int applied;

    FaultRule(String id, Fault fault, FaultScope scope) {
        this.id = id;
        this.fault = fault;
        this.scope = scope;
        this.dice = new Random(fault.seed());
    }

    Fault fault() {
        return fault;
    }

    boolean covers(String backend, @Nullable String session) {
        boolean here = scope.backend() == null || scope.backend().equals(backend);
        return here && (scope.session() == null || scope.session().equals(session));
    }

    /** Counts one time that the fault could apply, and tells whether it does. */
    boolean take() {
        if (spent() || (fault.probability() < 1 && dice.nextDouble() >= fault.probability())) {
            return false;
        }
        if (passed < scope.after()) {
            passed++;
            return false;
        }
        applied++;
        return true;
    }

    boolean spent() {
        return scope.count() > 0 && applied >= scope.count();
    }

    FaultView view() {
        return new FaultView(id, fault, scope, applied);
    }
}
