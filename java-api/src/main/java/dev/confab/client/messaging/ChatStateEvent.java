package dev.confab.client.messaging;

/** Somebody begins or stops composing a message. */
public final class ChatStateEvent {

    /** What they do. */
    public enum State {
        /** They write. */
        COMPOSING,
        /** They do not write any more, or nothing was heard of it for a minute. */
        PAUSED
    }

    private final State state;
    private final Participant participant;

    ChatStateEvent(State state, Participant participant) {
        this.state = state;
        this.participant = participant;
    }

    /**
     * Tells what they do.
     *
     * @return composing or not
     */
    public State getState() {
        return state;
    }

    /**
     * Tells who.
     *
     * @return the participant
     */
    public Participant getParticipant() {
        return participant;
    }

    @Override
    public String toString() {
        return "ChatStateEvent(" + state + ")";
    }
}
