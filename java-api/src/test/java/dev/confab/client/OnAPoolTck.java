package dev.confab.client;

import java.util.concurrent.Executors;

/** On many threads. */
public final class OnAPoolTck extends PullPublisherTck {
    public OnAPoolTck() {
        super(Executors.newFixedThreadPool(4));
    }
}
