package dev.confab.cli.chat;

import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.SessionState;

/** Tells the person or program at the other end what happens. May be called from any thread. */
interface ChatReport {

    /** What an earlier run left behind; told first, and only if there is something. */
    void restored(Restored restored);

    /** The session's state changed; values between may have been left out. */
    void state(SessionState before, SessionState now);

    /** An own message was proved. */
    void sent(Message message);

    /** A message came, from the other side or from another device of the guest. */
    void message(Message message);

    /**
     * A message came into a conversation that is not the chosen one.
     *
     * @param conversation what people call it
     */
    void message(Message message, String conversation);

    /** Somebody began a conversation with the guest, or it was listed. */
    void began(Conversation conversation);

    /** A line was not proved, or could not even be sent. */
    void failed(String text, String reason);

    /** A command was done. */
    void answered(Answer answer);

    /** A command was not done. */
    void refused(Command command, String reason);

    default void typing(MessagingEvent.Typing typing) {}

    /** Something went wrong that concerns no line. */
    void problem(String problem);

    /** The other side ended the conversation. */
    default void ended() {}
}
