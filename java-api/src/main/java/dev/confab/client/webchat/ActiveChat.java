package dev.confab.client.webchat;

import dev.confab.client.webchat.WebChatMessage.From;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of one chat: what was said, who is there, since when. Confined to the turns of its service. */
final class ActiveChat {

    private static final int MAX_MESSAGES = 5_000;

    private final ChatTransport transport;
    private final boolean async;
    private final boolean restored;
    private final List<WebChatMessage> messages = new ArrayList<>();
    private final Map<String, WebChatAgent> agents = new LinkedHashMap<>();
    private final List<Runnable> held = new ArrayList<>();

    private @Nullable ChatNews news;
    private @Nullable From guest;
    private long startTime;
    private long endTime;
    private int lowest = Integer.MAX_VALUE;
    private int highest;
    private boolean settled;

    /**
     * @param readUpTo what is older was read before, and can be fetched
     * @param restored it began earlier, when its first entry says
     */
    ActiveChat(ChatTransport transport, boolean async, long startTime, int readUpTo, boolean restored) {
        this.transport = transport;
        this.async = async;
        this.restored = restored;
        this.startTime = startTime;
        this.highest = readUpTo;
        // Their coming is among what was read before.
        this.guest = readUpTo > 0 ? new From(null, From.CLIENT, null) : null;
    }

    void toldBy(ChatNews news) {
        this.news = news;
    }

    ChatNews news() {
        return Objects.requireNonNull(news, "The desk sees to it.");
    }

    ChatTransport transport() {
        return transport;
    }

    boolean isAsync() {
        return async;
    }

    /** Begun or restored: from now on it is told what comes. */
    List<Runnable> settle() {
        settled = true;
        List<Runnable> waiting = new ArrayList<>(held);
        held.clear();
        return waiting;
    }

    /** The past of a chat is told after the chat was. */
    boolean hold(Runnable telling) {
        return !settled && held.add(telling);
    }

    boolean isOver() {
        return endTime != 0;
    }

    void end(long atMillis) {
        endTime = Math.max(1, atMillis);
    }

    int readUpTo() {
        return highest;
    }

    /** The oldest index that was received; what is before it is to be fetched. */
    int lowest() {
        return lowest == Integer.MAX_VALUE ? highest + 1 : lowest;
    }

    /** An entry came, in whichever way. False when it is known. */
    boolean note(WebChatMessage message, boolean live) {
        Integer index = message.index();
        if (index != null) {
            if (live && index <= highest) {
                return false;
            }
            lowest = Math.min(lowest, index);
            highest = Math.max(highest, index);
        }
        Long time = message.utcTime();
        // Clocks differ: of a chat that began here, our own tells when.
        if (restored && time != null && time > 0 && time < startTime) {
            startTime = time;
        }
        return true;
    }

    /** Who came or left. */
    void noteParty(WebChatMessage message, long nowMillis) {
        From from = message.from();
        if (from.type().equals(From.CLIENT)) {
            guest = message.type().equals(WebChatMessage.PARTICIPANT_JOINED) ? from : null;
        }
        noteAgent(agents, message, nowMillis);
    }

    private static void noteAgent(Map<String, WebChatAgent> agents, WebChatMessage message, long nowMillis) {
        From from = message.from();
        boolean supervisor = from.type().equals(From.SUPERVISOR);
        if (!supervisor && !from.type().equals(From.AGENT)) {
            return;
        }
        Long told = message.utcTime();
        long at = told == null ? nowMillis : told;
        String key = from.participantId() != null ? from.participantId() : from.key();
        if (message.type().equals(WebChatMessage.PARTICIPANT_JOINED)) {
            agents.put(key, new WebChatAgent(from.name(), true, supervisor, at, 0));
        } else if (message.type().equals(WebChatMessage.PARTICIPANT_LEFT)) {
            WebChatAgent known = agents.get(key);
            // Who left before anything was read had come, too.
            WebChatAgent there = known == null ? new WebChatAgent(from.name(), true, supervisor, 0, 0) : known;
            agents.put(key, there.left(at));
        }
    }

    /** Who came or left before everything that is known: newer knowledge stands. */
    private void noteOlderParties(List<WebChatMessage> older) {
        Map<String, WebChatAgent> before = new LinkedHashMap<>();
        older.forEach(entry -> noteAgent(before, entry, 0));
        before.forEach((key, was) -> {
            WebChatAgent known = agents.putIfAbsent(key, was);
            if (known != null && known.connectedTime() == 0) {
                agents.put(key, known.since(was.connectedTime()));
            }
        });
    }

    /** The guest whose coming was told, and whose going was not. */
    @Nullable
    From guest() {
        return guest;
    }

    void add(WebChatMessage message) {
        messages.add(message);
        if (messages.size() > MAX_MESSAGES + MAX_MESSAGES / 4) {
            messages.subList(0, messages.size() - MAX_MESSAGES).clear();
        }
    }

    /**
     * A piece of the past.
     *
     * @param shown those of them that are shown
     */
    void addOlder(List<WebChatMessage> older, List<WebChatMessage> shown) {
        noteOlderParties(older);
        messages.addAll(0, shown);
    }

    WebChatTranscript transcript() {
        return new WebChatTranscript(messages);
    }

    Map<String, WebChatAgent> agents() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(agents));
    }

    int agentsConnected() {
        return (int) agents.values().stream()
                .filter(agent -> agent.connected() && !agent.supervisor())
                .count();
    }

    WebChatStats stats(long nowMillis) {
        long end = isOver() ? endTime : nowMillis;
        return new WebChatStats(agents(), startTime, endTime, Math.max(0, end - startTime));
    }

    /** The event for somebody who came or left; null where there is none. */
    @Nullable
    String partyEvent(WebChatMessage message, boolean bots) {
        boolean joined = message.type().equals(WebChatMessage.PARTICIPANT_JOINED);
        if (!joined && !message.type().equals(WebChatMessage.PARTICIPANT_LEFT)) {
            return null;
        }
        switch (message.from().type()) {
            case From.CLIENT:
                return joined ? WebChatEvent.CLIENT_CONNECTED : WebChatEvent.CLIENT_DISCONNECTED;
            case From.AGENT:
                return joined ? WebChatEvent.AGENT_CONNECTED : WebChatEvent.AGENT_DISCONNECTED;
            case From.SUPERVISOR:
                return joined ? WebChatEvent.SUPERVISOR_CONNECTED : WebChatEvent.SUPERVISOR_DISCONNECTED;
            default:
                return !bots ? null : joined ? WebChatEvent.BOT_CONNECTED : WebChatEvent.BOT_DISCONNECTED;
        }
    }
}
