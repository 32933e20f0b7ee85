package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.agent.AgentAct;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the rules want done outside of them. Effects are to be carried out in the order in which they are given. */
sealed interface Effect {

    /**
     * Sends a frame.
     *
     * @param session the token of the session it is about, which the connection may have left when the frame goes out
     * @param due when, or null for at once
     */
    record Send(
            GuestConnection to,
            @Nullable String session,
            String frame,
            @Nullable Instant due) implements Effect {}

    /** The service is done with a connection: it goes when the client closes it, or after a moment of grace. */
    record Retire(GuestConnection connection) implements Effect {}

    /** Closes a connection with a close frame. */
    record Close(GuestConnection connection, int code, String reason) implements Effect {}

    /** Cuts the TCP connection. */
    record Cut(GuestConnection connection) implements Effect {}

    /** Sends nothing any more on a connection that stays open. */
    record Stall(GuestConnection connection) implements Effect {}

    /** Reads nothing from a connection for a while. */
    record ReadSlowly(GuestConnection connection, Duration pause) implements Effect {}

    /** Comes back to the rules at a time with a task. */
    record Later(Instant due, Task task) implements Effect {}

    /** What the rules want to be reminded of. */
    sealed interface Task {

        /** An agent does something, if the conversation is still the one it was meant for. */
        record AgentActs(Session session, Conversation conversation, AgentAct act) implements Task {}

        /** How an upload went is to be told; without stored bytes or with a refusal it failed. */
        record UploadChecked(
                Attachments.UploadGrant upload,
                Attachment.@Nullable Stored stored,
                UploadRules.@Nullable Refusal refusal)
                implements Task {}

        /** A session may have reached its end. */
        record ExpiryDue(Session session) implements Task {}
    }
}
