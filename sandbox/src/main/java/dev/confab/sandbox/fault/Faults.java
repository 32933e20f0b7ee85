package dev.confab.sandbox.fault;

import dev.confab.sandbox.loop.SandboxLoop;
import java.util.List;

/** Switches faults of a running sandbox on and off. May be used from any thread; each call takes effect before it returns. */
public final class Faults {

    private final SandboxLoop loop;
    private final FaultPlan plan;

    /**
     * Makes the face of a plan for other threads.
     *
     * @param loop the loop that owns the plan
     * @param plan the plan
     */
    public Faults(SandboxLoop loop, FaultPlan plan) {
        this.loop = loop;
        this.plan = plan;
    }

    /**
     * Switches a fault on, for everybody and every time.
     *
     * @param fault what goes wrong
     * @return its id
     */
    public String add(Fault fault) {
        return add(fault, FaultScope.always());
    }

    /**
     * Switches a fault on.
     *
     * @param fault what goes wrong
     * @param scope for whom, when and how often
     * @return its id
     * @throws IllegalArgumentException when a fault that knows no session is limited to one
     */
    public String add(Fault fault, FaultScope scope) {
        return loop.call(() -> plan.add(fault, scope)).id();
    }

    /**
     * Switches a fault off and forgets it.
     *
     * @param id which
     * @return false when there is none of that id
     */
    public boolean remove(String id) {
        return loop.call(() -> plan.remove(id));
    }

    /** Switches all faults off and forgets them. What they did to a connection, such as falling silent, stays done. */
    public void clear() {
        loop.call(() -> {
            plan.clear();
            return true;
        });
    }

    /**
     * Lists the faults, also those that have applied as often as they should.
     *
     * @return the faults in the order in which they were switched on
     */
    public List<FaultView> list() {
        return loop.call(plan::views);
    }
}
