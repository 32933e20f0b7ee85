package dev.confab.client;

/** On whatever thread hands the task over. */
public final class InPlaceTck extends PullPublisherTck {
    public InPlaceTck() {
        super(Runnable::run);
    }
}
