package dev.confab.client;

import java.util.concurrent.CompletableFuture;

/** The way of what happens to one listener or subscriber. */
interface Delivery {

    /** Begins; called once. From now on nothing is missed. */
    void start();

    /** Hands over what is left of a client that was closed, for about the given time, and ends. */
    CompletableFuture<Void> finish(long millis);

    /** Ends at once: no callback begins after this one. */
    void close();

    /** Whether the given thread is inside a callback of this one. */
    boolean isCalledOn(Thread thread);
}
