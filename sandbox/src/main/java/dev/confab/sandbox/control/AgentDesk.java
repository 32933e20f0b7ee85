package dev.confab.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.control.ControlledBackend.Outcome;
import org.jspecify.annotations.Nullable;

/** What an agent can send into a session besides words. To be called on the event loop. */
public interface AgentDesk {

    /**
     * Sends contents as they are; nobody checks that the service would send such.
     *
     * @param session the token of the session
     * @param text words that come with them, or null
     * @param content the parts of the message
     * @return what came of it
     */
    Outcome show(String session, @Nullable String text, ArrayNode content);

    /**
     * Sends a file, which can be downloaded from then on.
     *
     * @param session the token of the session
     * @param text words that come with it, or null
     * @param file the file
     * @return what came of it
     */
    Outcome sendFile(String session, @Nullable String text, AgentAct.OutgoingFile file);

    /**
     * Sends an event as it is.
     *
     * @param session the token of the session
     * @param event the event
     * @return what came of it
     */
    Outcome signal(String session, ObjectNode event);

    /**
     * Sends a text frame as it is to all connections of a session, JSON or not; history keeps nothing of it.
     *
     * @param session the token of the session
     * @param frame the text
     * @return what came of it
     */
    Outcome frame(String session, String frame);
}
