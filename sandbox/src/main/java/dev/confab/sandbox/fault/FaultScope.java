package dev.confab.sandbox.fault;

import org.jspecify.annotations.Nullable;

/**
 * For whom, when and how often a fault applies. The default is: for everybody, from the first time on, every time.
 *
 * @param backend the only service that is hit, or null for all
 * @param session the only session (by its token) that is hit, or null for all
 * @param after how many times the fault could have applied are let pass first
 * @param count how many times it applies, 0 for no limit
 */
public record FaultScope(@Nullable String backend, @Nullable String session, int after, int count) {

    /**
     * Checks the parameters.
     *
     * @param backend the only service that is hit, or null for all
     * @param session the only session (by its token) that is hit, or null for all
     * @param after how many times the fault could have applied are let pass first
     * @param count how many times it applies, 0 for no limit
     */
    public FaultScope {
        Bounds.atLeast(0, after, "after");
        Bounds.atLeast(0, count, "count");
    }

    /**
     * For everybody, every time.
     *
     * @return the scope
     */
    public static FaultScope always() {
        return new FaultScope(null, null, 0, 0);
    }

    /**
     * For everybody, the next time only.
     *
     * @return the scope
     */
    public static FaultScope once() {
        return always().times(1);
    }

    /**
     * Limits the scope to one service.
     *
     * @param name the name of the service, for example {@code webmessaging}
     * @return a scope like this one
     */
    public FaultScope at(String name) {
        return new FaultScope(name, session, after, count);
    }

    /**
     * Limits the scope to one session.
     *
     * @param token the token of the session
     * @return a scope like this one
     */
    public FaultScope inSession(String token) {
        return new FaultScope(backend, token, after, count);
    }

    /**
     * Lets the first times pass.
     *
     * @param skipped how many times, not negative
     * @return a scope like this one
     */
    public FaultScope startingAfter(int skipped) {
        return new FaultScope(backend, session, skipped, count);
    }

    /**
     * Limits how often the fault applies.
     *
     * @param times how many times, 0 for no limit
     * @return a scope like this one
     */
    public FaultScope times(int times) {
        return new FaultScope(backend, session, after, times);
    }
}
