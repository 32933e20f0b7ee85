package dev.confab.sandbox.fault;

/**
 * A fault as it stands at one moment.
 *
 * @param id how to refer to it
 * @param fault what goes wrong
 * @param scope for whom, when and how often
 * @param applied how many times it has applied so far
 */
public record FaultView(String id, Fault fault, FaultScope scope, int applied) {

    /**
     * Tells whether the fault can still apply.
     *
     * @return false once it has applied as often as it should
     */
    public boolean active() {
        return scope.count() == 0 || applied < scope.count();
    }
}
