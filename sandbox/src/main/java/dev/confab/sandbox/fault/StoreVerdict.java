package dev.confab.sandbox.fault;

/** What the faults want with a message that is about to be stored, for the service to ask. */
public final class StoreVerdict implements Seam.Storing {

    private boolean cutBefore;
    private boolean cutAfter;
    private boolean echoSuppressed;

    /** Makes a verdict that wants nothing. */
    public StoreVerdict() {}

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

    /**
     * Tells whether to cut the sender's TCP connection instead of storing.
     *
     * @return true when the message is not to be stored
     */
    public boolean cutsBefore() {
        return cutBefore;
    }

    /**
     * Tells whether to cut the sender's TCP connection after storing.
     *
     * @return true when the sender gets no answer
     */
    public boolean cutsAfter() {
        return cutAfter;
    }

    /**
     * Tells whether nobody is to hear of the message.
     *
     * @return true when no echo goes out
     */
    public boolean suppressesEcho() {
        return echoSuppressed;
    }
}
