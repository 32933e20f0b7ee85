package dev.confab.client;

/** A listener's place at a client, as {@link AsyncMessagingClient#addListener} gave it. */
public interface Subscription extends AutoCloseable {

    /**
     * Takes the listener away. Calling it again does nothing.
     *
     * <p>Called on the thread of the listener's executor, also from inside a callback: no callback follows. Called on
     * another thread: a callback that has begun already runs to its end, and none begins afterwards.
     */
    @Override
    void close();
}
