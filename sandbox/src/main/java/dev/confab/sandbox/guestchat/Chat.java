package dev.confab.sandbox.guestchat;

import dev.confab.sandbox.agent.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One conversation: its members in the order in which they came, its messages in the order of storing (guest chat protocol
 * notes §7). It only keeps; the rules stand elsewhere.
 */
final class Chat {

    private final String id;
    private final GuestChatDeployment deployment;
    private final Member guest;
    private final Agent agent;
    private final Instant created;
    private final CallWindow calls;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<ChatMessage> messages = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, MediaRequest> mediaRequests = new LinkedHashMap<>();
    private String jwt = "";
    private Instant lastTime = Instant.EPOCH;
    private Instant lastSign;
    private Instant agentFreeAt = Instant.EPOCH;
    private final List<String> unheard = new ArrayList<>();
    private boolean greeted;
    private boolean attached;
    private boolean ended;
    private boolean expired;

    Chat(GuestChatDeployment deployment, Member guest, Agent agent, CallWindow calls, Instant now) {
        this.id = UUID.randomUUID().toString();
        this.deployment = deployment;
        this.guest = guest;
        this.agent = agent;
        this.calls = calls;
        this.created = now;
        this.lastSign = now;
        members.put(guest.id(), guest);
    }

    String id() {
        return id;
    }

    GuestChatDeployment deployment() {
        return deployment;
    }

    Member guest() {
        return guest;
    }

    Agent agent() {
        return agent;
    }

    CallWindow calls() {
        return calls;
    }

    Instant created() {
        return created;
    }

    String jwt() {
        return jwt;
    }

    void bind(String issued) {
        jwt = issued;
    }

    /** Whether the event stream was ever opened; only then is the conversation routed (§3). */
    boolean attached() {
        return attached;
    }

    void attach() {
        attached = true;
    }

    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** Whether its token was made to expire before its time. */
    boolean expired() {
        return expired;
    }

    void expire() {
        expired = true;
    }

    /** When the guest was last seen to live. */
    Instant lastSign() {
        return lastSign;
    }

    void seen(Instant now) {
        lastSign = now;
    }

    /** Gives the time of the next event: now, but always later than the one before, so that pages are stable. */
    Instant stamp(Instant now) {
        lastTime = now.isAfter(lastTime) ? now : lastTime.plusMillis(1);
        return lastTime;
    }

    /** Books the next time at which the agent is free to do something. */
    Instant bookAgent(Instant now, Duration takes) {
        agentFreeAt = (now.isAfter(agentFreeAt) ? now : agentFreeAt).plus(takes);
        return agentFreeAt;
    }

    /** Marks the agent as having greeted, and tells whether this is the first time. */
    boolean greet() {
        boolean first = !greeted;
        greeted = true;
        return first;
    }

    /** Keeps a text for the agent who is not there yet. */
    void keepUnheard(String text) {
        unheard.add(text);
    }

    /** Takes what was said while no agent was there. */
    List<String> takeUnheard() {
        List<String> taken = List.copyOf(unheard);
        unheard.clear();
        return taken;
    }

    List<Member> members() {
        return List.copyOf(members.values());
    }

    @Nullable
    Member member(String memberId) {
        return members.get(memberId);
    }

    void add(Member member) {
        members.put(member.id(), member);
    }

    /** The last member of a role who is in a state, null when there is none. */
    @Nullable
    Member last(Member.Role role, Member.State state) {
        Member found = null;
        for (Member member : members.values()) {
            found = member.role() == role && member.state() == state ? member : found;
        }
        return found;
    }

    List<ChatMessage> messages() {
        return Collections.unmodifiableList(messages);
    }

    /** The position of a message in {@link #messages}, -1 when there is none of that id. */
    int position(String messageId) {
        return positions.getOrDefault(messageId, -1);
    }

    void add(ChatMessage message) {
        positions.put(message.id(), messages.size());
        messages.add(message);
    }

    List<MediaRequest> mediaRequests() {
        return List.copyOf(mediaRequests.values());
    }

    @Nullable
    MediaRequest mediaRequest(String requestId) {
        return mediaRequests.get(requestId);
    }

    void add(MediaRequest request) {
        mediaRequests.put(request.id(), request);
    }
}
