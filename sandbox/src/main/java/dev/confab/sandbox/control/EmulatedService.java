package dev.confab.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An emulated service, as the sandbox keeps it and as the control API reaches into it. A session is named by what its
 * service tells sessions apart by. What a service does not have it leaves to the default, which answers
 * {@link Outcome#UNSUPPORTED}: nothing is faked. To be called on the event loop, but for {@link #deleteFiles}.
 */
public interface EmulatedService {

    /**
     * Tells the name of the service.
     *
     * @return the name used in the ledger, for faults and on the front page
     */
    String name();

    /**
     * Tells what clients can ask for.
     *
     * @return what each path is for, by method and path, in the order in which they are shown
     */
    Map<String, String> paths();

    /**
     * Adds the paths of the service. They must be its own: all services share one port.
     *
     * @param router where to
     */
    void mount(Router router);

    /** Ends all connections as a server that shuts down does. */
    void goAway();

    /** Deletes what was kept on disk. To be called when the event loop has ended. */
    default void deleteFiles() {}

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
     * Tells whether a session is one of this service.
     *
     * @param session the name of the session
     * @return true also when it has ended and is still known
     */
    boolean has(String session);

    /**
     * Describes the sessions.
     *
     * @return one object per session, with {@code backend} and {@code session} at least
     */
    List<ObjectNode> sessions();

    /**
     * Cuts TCP connections without a close frame.
     *
     * @param session only those of this session, or null for all
     * @return how many were cut
     */
    int cut(@Nullable String session);

    /**
     * Tells how long a text of an agent may be.
     *
     * @return the limit in characters
     */
    int maxAgentText();

    /**
     * Lets an agent say something.
     *
     * @param session the name of the session
     * @param text what is said
     * @return what came of it
     */
    Outcome say(String session, String text);

    /**
     * Says that the service has no such thing.
     *
     * @param session the name of the session
     * @return {@link Outcome#UNSUPPORTED}, or {@link Outcome#UNKNOWN} when the session is not of this service
     */
    default Outcome unsupported(String session) {
        return has(session) ? Outcome.UNSUPPORTED : Outcome.UNKNOWN;
    }

    /**
     * Shows an agent typing.
     *
     * @param session the name of the session
     * @return what came of it
     */
    default Outcome type(String session) {
        return unsupported(session);
    }

    /**
     * Gives access to what an agent can send besides words.
     *
     * @return the desk of the service
     */
    default AgentDesk desk() {
        return this::unsupported;
    }

    /**
     * Ends the conversation from the agent's side.
     *
     * @param session the name of the session
     * @return what came of it
     */
    default Outcome disconnect(String session) {
        return unsupported(session);
    }

    /**
     * Lets the session expire now.
     *
     * @param session the name of the session
     * @return what came of it
     */
    default Outcome expire(String session) {
        return unsupported(session);
    }

    /**
     * Wipes the session.
     *
     * @param session the name of the session
     * @return what came of it
     */
    default Outcome clear(String session) {
        return unsupported(session);
    }

    /**
     * Tells which presences the service itself can show.
     *
     * @return their names, for {@link #present}
     */
    default Set<String> presences() {
        return Set.of();
    }

    /**
     * Shows a presence of the service in the conversation.
     *
     * @param session the name of the session
     * @param presence what to show
     * @return what came of it
     */
    default Outcome present(String session, String presence) {
        return unsupported(session);
    }

    /**
     * Demands that the guest authenticates anew: until it does, every request is refused.
     *
     * @param session the name of the session
     * @return what came of it
     */
    default Outcome reauthenticate(String session) {
        return unsupported(session);
    }

    /**
     * Tells what else can be made to happen in a session, beyond what services have in common.
     *
     * @return what each act does, by its name and an example of its parameters such as {@code transfer {"to":"Robin"}}
     */
    default Map<String, String> acts() {
        return Map.of();
    }

    /**
     * Makes one of the {@link #acts} happen.
     *
     * @param session the name of the session
     * @param act the name of the act
     * @param parameters its parameters
     * @return what came of it; {@link Outcome#UNSUPPORTED} for an act that the service does not know
     * @throws IllegalArgumentException when a parameter is wrong; the message says which and what would be right
     */
    default Outcome act(String session, String act, ObjectNode parameters) {
        return unsupported(session);
    }

    /**
     * Tells how often each rate was exceeded.
     *
     * @return the counts by the name of the rate
     */
    default Map<String, Long> violations() {
        return Map.of();
    }

    /**
     * Tells which devices are registered for push notifications.
     *
     * @return the devices, in the order in which they were registered
     */
    default List<PushDevice> pushDevices() {
        return List.of();
    }
}
