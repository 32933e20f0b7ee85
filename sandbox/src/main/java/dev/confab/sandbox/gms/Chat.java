package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.Agent;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chat with all that was said in it (Engage chat protocol notes §1.7). It begins with the guest joining, and is over when
 * {@link #ended}; what was said can be read a last time then, unless the {@link #guestGone}.
 */
final class Chat {

    /** Whoever is to hear of each entry as it is written. */
    interface Audience {
        void heard(Chat chat, Entry entry);
    }

    private final ChatKey key;
    private final String backend;
    private final Agent agent;
    private final Instant created;
    private final Audience audience;
    private final Lease lease;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Integer> hidden = new HashSet<>();
    private final Map<Integer, Party> present = new LinkedHashMap<>();
    private final Map<String, String> userData = new LinkedHashMap<>();
    private final Map<String, ChatFile> files = new LinkedHashMap<>();
    private final FileCounters counters = new FileCounters();
    private Party guest;
    private int parties;
    private Instant agentFreeAt;
    private Instant lastTalk;
    private int readUpTo;
    private boolean guestGone;
    private boolean ended;

    Chat(ChatKey key, String backend, Agent agent, Lease lease, Audience audience, Instant now) {
        this.key = key;
        this.backend = backend;
        this.agent = agent;
        this.audience = audience;
        this.lease = lease;
        created = now;
        agentFreeAt = now;
        lastTalk = now;
        guest = new Party(1, "", Party.CLIENT);
    }

    ChatKey key() {
        return key;
    }

    String id() {
        return key.chatId();
    }

    /** Over which wire it was begun. */
    String backend() {
        return backend;
    }

    Agent agent() {
        return agent;
    }

    /** Which Chat Server keeps it, and since when the guest was not heard of. */
    Lease lease() {
        return lease;
    }

    Party guest() {
        return guest;
    }

    List<Entry> entries() {
        return entries;
    }

    Map<String, String> userData() {
        return userData;
    }

    Map<String, ChatFile> files() {
        return files;
    }

    FileCounters counters() {
        return counters;
    }

    boolean ended() {
        return ended;
    }

    /** Whether the guest left or was removed, so that no request of its is heard any more. */
    boolean guestGone() {
        return guestGone;
    }

    Instant lastTalk() {
        return lastTalk;
    }

    int readUpTo() {
        return readUpTo;
    }

    void read(int position) {
        readUpTo = Math.max(readUpTo, position);
    }

    /** What the guest may see of the transcript from an index on. */
    List<Entry> from(int position) {
        return entries.subList(Math.min(Math.max(position, 1) - 1, entries.size()), entries.size()).stream()
                .filter(entry -> !hidden.contains(entry.index()))
                .toList();
    }

    Entry add(String type, @Nullable String text, Party from, Instant now) {
        return add(new Entry(entries.size() + 1, type, text, from, now, null, Map.of(), null), false);
    }

    Entry add(String type, @Nullable String text, Party from, Instant now, Map<String, String> data) {
        return add(new Entry(entries.size() + 1, type, text, from, now, null, data, null), false);
    }

    Entry say(String text, @Nullable String messageType, Party from, Instant now, boolean hide) {
        lastTalk = now;
        return add(new Entry(entries.size() + 1, Entry.MESSAGE, text, from, now, messageType, Map.of(), null), hide);
    }

    private Entry add(Entry entry, boolean hide) {
        entries.add(entry);
        if (hide) {
            hidden.add(entry.index());
        } else {
            audience.heard(this, entry);
        }
        return entry;
    }

    /** The guest comes in. */
    void begin(String nickname, Instant now) {
        guest = join(nickname, Party.CLIENT, now);
    }

    Party join(String nickname, String type, Instant now) {
        Party party = new Party(++parties, nickname, type);
        present.put(party.participantId(), party);
        add(Entry.JOINED, null, party, now);
        return party;
    }

    /** Who is in under that name, null for nobody. */
    @Nullable
    Party present(String nickname) {
        return others().stream()
                .filter(party -> party.nickname().equals(nickname))
                .findFirst()
                .orElse(null);
    }

    /** Who is in besides the guest. */
    List<Party> others() {
        return present.values().stream().filter(party -> !party.isGuest()).toList();
    }

    boolean hasAgent() {
        return others().stream().anyMatch(party -> party.type().equals(Party.AGENT));
    }

    /** The agent who speaks for the control API: whoever came last, or somebody who comes for it. */
    Party agentOr(String nickname, Instant now) {
        List<Party> agents = others().stream()
                .filter(party -> party.type().equals(Party.AGENT))
                .toList();
        return agents.isEmpty() ? join(nickname, Party.AGENT, now) : agents.get(agents.size() - 1);
    }

    /** The agent of that name, who joins with the first thing that is done. */
    Party agentNamed(String nickname, Instant now) {
        Party known = present(nickname);
        return known == null ? join(nickname, Party.AGENT, now) : known;
    }

    Entry rename(String nickname, Instant now) {
        Party before = guest;
        guest = guest.named(nickname);
        present.put(guest.participantId(), guest);
        return add(Entry.NICKNAME, nickname, before, now);
    }

    /** Somebody leaves, and the chat goes on. */
    void leave(Party party, @Nullable Integer reason, Instant now) {
        present.remove(party.participantId());
        add(new Entry(entries.size() + 1, Entry.LEFT, null, party, now, null, Map.of(), reason), false);
    }

    /** Somebody leaves, and the chat is over. */
    void end(Party leaving, @Nullable Integer reason, Instant now) {
        if (!ended) {
            ended = true;
            leave(leaving, reason, now);
        }
    }

    /** The guest leaves or is removed: nothing of it is heard or told any more. */
    void loseGuest(Instant now) {
        end(guest, null, now);
        guestGone = true;
    }

    /** A file is there for everybody (§1.6). */
    Entry share(Party from, ChatFile file, Map<String, String> more, Instant now) {
        files.put(file.id(), file);
        Map<String, String> data = new LinkedHashMap<>(more);
        data.put("file-id", file.id());
        data.put("file-name", file.name());
        data.put("file-size", Long.toString(file.content().size()));
        data.put("file-source", from.isGuest() ? "customer" : "agent");
        lastTalk = now;
        return add(Entry.FILE_UPLOADED, file.name(), from, now, data);
    }

    /** When the agent can do one more thing that takes so long. */
    Instant bookAgent(Instant now, Duration delay) {
        agentFreeAt = (agentFreeAt.isBefore(now) ? now : agentFreeAt).plus(delay);
        return agentFreeAt;
    }

    /** What every answer about this chat tells (§1.3). */
    ObjectNode answer() {
        return BoundedJson.object()
                .put("statusCode", 0)
                .put("chatEnded", ended)
                .put("chatId", key.chatId())
                .put("userId", key.userId())
                .put("secureKey", key.secureKey())
                .put("alias", lease.server().alias());
    }

    ObjectNode describe() {
        ObjectNode json = BoundedJson.object()
                .put("backend", backend)
                .put("session", id())
                .put("service", key.service())
                .put("nickname", guest.nickname())
                .put("created", created.toString())
                .put("ended", ended)
                .put("alias", lease.server().alias())
                .put("chatServerUp", lease.server().up())
                .put("entries", entries.size())
                .put("readUpTo", readUpTo);
        ObjectNode data = json.putObject("userData");
        userData.forEach(data::put);
        return json;
    }
}
