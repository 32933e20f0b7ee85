package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A member of a conversation: each appearance of a person is a member of its own (guest chat protocol notes §4.3, §6.2). */
final class Member {

    /** What a member is there for. */
    enum Role {
        AGENT,
        CUSTOMER,
        WORKFLOW,
        ACD
    }

    /** Where a member stands; {@code DIALING} is none of this API. */
    enum State {
        ALERTING,
        CONNECTED,
        DISCONNECTED
    }

    private final String id = UUID.randomUUID().toString();
    private final Role role;
    private final ObjectNode info;
    private final boolean authenticated;
    private final Instant joined;
    private State state;
    private @Nullable Instant left;

    /**
     * Makes a member.
     *
     * @param info what is known of the person, in the form of the wire: {@code displayName} and more
     */
    Member(Role role, ObjectNode info, boolean authenticated, State state, Instant joined) {
        this.role = role;
        this.info = info;
        this.authenticated = authenticated;
        this.state = state;
        this.joined = joined;
    }

    String id() {
        return id;
    }

    Role role() {
        return role;
    }

    State state() {
        return state;
    }

    boolean present() {
        return state != State.DISCONNECTED;
    }

    void become(State next, Instant now) {
        state = next;
        left = next == State.DISCONNECTED ? now : null;
    }

    /** {@code WebChatMemberInfo}. */
    ObjectNode json() {
        ObjectNode json = info.deepCopy();
        json.put("id", id)
                .put("role", role.name())
                .put("state", state.name())
                .put("joinDate", Times.text(joined))
                .put("authenticatedGuest", authenticated);
        if (left != null) {
            json.put("leaveDate", Times.text(left));
        }
        if (!json.has("customFields")) {
            json.putObject("customFields");
        }
        return json;
    }
}
