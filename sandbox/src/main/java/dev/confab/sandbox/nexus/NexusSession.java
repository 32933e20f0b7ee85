package dev.confab.sandbox.nexus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.Agent;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A chat session with all that was said in it. It never ends by itself (Engage chat protocol notes §3.4). */
final class NexusSession {

    private final String id;
    private final String apiKey;
    private final String transportId = UUID.randomUUID().toString();
    private final Party customer;
    private final Agent agent;
    private final Instant created;
    private final Map<String, String> userData;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, SharedFile> files = new LinkedHashMap<>();
    private final Map<String, Party> agents = new LinkedHashMap<>();
    private Instant agentFreeAt;
    private int filesOfCustomer;
    private boolean ended;

    NexusSession(String id, String apiKey, String nickname, Map<String, String> userData, Agent agent, Instant now) {
        this.id = id;
        this.apiKey = apiKey;
        this.userData = Map.copyOf(userData);
        this.agent = agent;
        this.created = now;
        this.agentFreeAt = now;
        customer = new Party(UUID.randomUUID().toString(), nickname, Party.CUSTOMER);
        add(Entry.JOINED, "", customer, now);
    }

    String id() {
        return id;
    }

    String apiKey() {
        return apiKey;
    }

    Party customer() {
        return customer;
    }

    Agent agent() {
        return agent;
    }

    boolean ended() {
        return ended;
    }

    List<Entry> entries() {
        return entries;
    }

    String selfUri() {
        return NexusRoutes.SESSIONS + "/" + id;
    }

    /** What the client token says (§3.3). It has no expiry. */
    ObjectNode claims() {
        return BoundedJson.object()
                .put("sessionId", id)
                .put("transportId", transportId)
                .put("participantId", customer.participantId());
    }

    Entry add(String type, String text, Party from, Instant now) {
        return add(type, text, from, now, null);
    }

    private Entry add(String type, String text, Party from, Instant now, @Nullable SharedFile file) {
        Entry entry = new Entry(UUID.randomUUID().toString(), entries.size() + 1, type, text, from, now, file);
        entries.add(entry);
        return entry;
    }

    /** The agent of that name, who joins with the first thing that is done. */
    Party agentNamed(String nickname, Instant now) {
        Party known = agents.get(nickname);
        if (known != null) {
            return known;
        }
        Party joining = new Party(UUID.randomUUID().toString(), nickname, Party.AGENT);
        agents.put(nickname, joining);
        add(Entry.JOINED, "", joining, now);
        return joining;
    }

    SharedFile share(Party from, String name, String type, FileContent content, Instant now) {
        String fileId = UUID.randomUUID().toString();
        SharedFile file = new SharedFile(fileId, selfUri() + "/files/" + fileId, name, type, content);
        files.put(fileId, file);
        if (from.equals(customer)) {
            filesOfCustomer++;
        }
        add(Entry.FILE, name, from, now, file);
        return file;
    }

    @Nullable
    SharedFile file(String fileId) {
        return files.get(fileId);
    }

    int filesOfCustomer() {
        return filesOfCustomer;
    }

    /** Everybody leaves; what was said can still be read. */
    void end(Party leaving, Instant now) {
        if (!ended) {
            ended = true;
            add(Entry.LEFT, "", leaving, now);
        }
    }

    /** When the agent can do one more thing that takes so long. */
    Instant bookAgent(Instant now, Duration delay) {
        agentFreeAt = (agentFreeAt.isBefore(now) ? now : agentFreeAt).plus(delay);
        return agentFreeAt;
    }

    ObjectNode describe() {
        ObjectNode json = BoundedJson.object()
                .put("backend", Nexus.NAME)
                .put("session", id)
                .put("nickname", customer.nickname())
                .put("created", created.toString())
                .put("ended", ended)
                .put("entries", entries.size());
        ObjectNode data = json.putObject("userData");
        userData.forEach(data::put);
        return json;
    }
}
