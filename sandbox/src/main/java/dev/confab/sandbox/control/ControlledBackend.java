package dev.confab.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the control API can do with an emulated service. To be called on the event loop. */
public interface ControlledBackend {

    /** The presences that the service itself can show (Web Messaging protocol notes §2.7). */
    Set<String> PRESENCES = Set.of("Authenticate", "AuthenticateCancel", "AuthenticateFailure", "SessionExpired");

    /** What came of something that was to happen in a session. */
    enum Outcome {
        /** It happened. */
        DONE,
        /** There is no session of that token. */
        UNKNOWN,
        /** The session is expired, or its conversation has ended. */
        ENDED
    }

    /**
     * Tells the name of the service.
     *
     * @return the name used in the ledger
     */
    String name();

    /**
     * Tells how many connections are open.
     *
     * @return their count
     */
    int connections();

    /**
     * Tells how many sessions there are.
     *
     * @return their count
     */
    int sessionCount();

    /**
     * Cuts TCP connections without a close frame.
     *
     * @param session only those of this session, or null for all
     * @return how many were cut
     */
    int cut(@Nullable String session);

    /**
     * Describes the sessions.
     *
     * @return one object per session
     */
    List<ObjectNode> sessions();

    /**
     * Lets an agent say something.
     *
     * @param session the token of the session
     * @param text what is said
     * @return what came of it
     */
    Outcome say(String session, String text);

    /**
     * Shows an agent typing.
     *
     * @param session the token of the session
     * @return what came of it
     */
    Outcome type(String session);

    /**
     * Gives access to what an agent can send besides words.
     *
     * @return the desk of the service
     */
    AgentDesk desk();

    /**
     * Ends the conversation from the agent's side.
     *
     * @param session the token of the session
     * @return what came of it
     */
    Outcome disconnect(String session);

    /**
     * Lets the session expire now.
     *
     * @param session the token of the session
     * @return what came of it
     */
    Outcome expire(String session);

    /**
     * Wipes the session.
     *
     * @param session the token of the session
     * @return what came of it
     */
    Outcome clear(String session);

    /**
     * Shows a presence of the service in the conversation.
     *
     * @param session the token of the session
     * @param presence one of {@link #PRESENCES}
     * @return what came of it
     */
    Outcome present(String session, String presence);

    /**
     * Demands that the guest authenticates anew: until the session is configured again, every request is refused.
     *
     * @param session the token of the session
     * @return what came of it
     */
    Outcome reauthenticate(String session);

    /**
     * Tells how often each rate was exceeded.
     *
     * @return the counts by the name of the rate
     */
    Map<String, Long> violations();

    /**
     * Tells which devices are registered for push notifications.
     *
     * @return the devices, in the order in which they were registered
     */
    List<PushDevice> pushDevices();
}
