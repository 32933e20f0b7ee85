package dev.confab.sample.chat;

import dev.confab.transport.model.SessionState;

/** Whether the guest can write now. */
public enum Writing {
    /** Messages go out, or wait in the outbox while the network is away. */
    OPEN,
    /** Nothing goes out before the guest connects again; what waits is not lost. */
    PAUSED,
    /** The conversation is over: what has not left never goes out. */
    ENDED;

    static Writing in(SessionState state) {
        if (state instanceof SessionState.ReadOnly) {
            return ENDED;
        }
        boolean paused = state instanceof SessionState.Closed
                || state instanceof SessionState.Closing
                || state instanceof SessionState.Error;
        return paused ? PAUSED : OPEN;
    }
}
