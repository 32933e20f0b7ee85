package dev.confab.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentAct;
import org.jspecify.annotations.Nullable;

/**
 * What an agent can send into a session besides words. A desk has what its service has; all else is
 * {@link #unsupported}. To be called on the event loop.
 */
public interface AgentDesk {

    /**
     * Says that the service has no such thing.
     *
     * @param session the name of the session
     * @return {@link Outcome#UNSUPPORTED}, or {@link Outcome#UNKNOWN} when the session is not of this service
     */
    Outcome unsupported(String session);

    /**
     * Shows an agent not typing any more.
     *
     * @param session the name of the session
     * @return what came of it
     */
    default Outcome stopTyping(String session) {
        return unsupported(session);
    }

    /**
     * Sends contents as they are; nobody checks that the service would send such.
     *
     * @param session the name of the session
     * @param text words that come with them, or null
     * @param content the parts of the message
     * @return what came of it
     */
    default Outcome show(String session, @Nullable String text, ArrayNode content) {
        return unsupported(session);
    }

    /**
     * Sends a file, which can be downloaded from then on.
     *
     * @param session the name of the session
     * @param text words that come with it, or null
     * @param file the file
     * @return what came of it
     */
    default Outcome sendFile(String session, @Nullable String text, AgentAct.OutgoingFile file) {
        return unsupported(session);
    }

    /**
     * Sends an event as it is.
     *
     * @param session the name of the session
     * @param event the event
     * @return what came of it
     */
    default Outcome signal(String session, ObjectNode event) {
        return unsupported(session);
    }

    /**
     * Sends a text frame as it is to all connections of a session, JSON or not; history keeps nothing of it.
     *
     * @param session the name of the session
     * @param frame the text
     * @return what came of it
     */
    default Outcome frame(String session, String frame) {
        return unsupported(session);
    }
}
