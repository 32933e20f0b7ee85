package dev.confab.sandbox.amm;

/** What a channel asks of the service. */
interface HintService {

    Commands commands();

    Channels channels();

    /** Ends all sessions of a user. */
    void expire(Account account);
}
