package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.fault.Seam;

/** What the faults want with a message that is about to be stored. */
final class StoreVerdict implements Seam.Storing {

    private boolean cutBefore;
    private boolean cutAfter;
    private boolean echoSuppressed;

    @Override
    public void cutBefore() {
        cutBefore = true;
    }

    @Override
    public void cutAfter() {
        cutAfter = true;
    }

    @Override
    public void suppressEcho() {
        echoSuppressed = true;
    }

    boolean cutsBefore() {
        return cutBefore;
    }

    boolean cutsAfter() {
        return cutAfter;
    }

    boolean suppressesEcho() {
        return echoSuppressed;
    }
}
