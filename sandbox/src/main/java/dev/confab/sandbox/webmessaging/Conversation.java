package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.Agent;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was said in one conversation, and the agent on its other side. Events count as entries of the history
 * (Web Messaging protocol notes §11.3.13). Adding takes constant time; a page costs what its size is.
 */
final class Conversation {

    private final Agent agent;
    private final List<String> entries = new ArrayList<>();
    private Instant lastTime = Instant.EPOCH;
    private boolean joined;
    private boolean readOnly;

    Conversation(Agent agent) {
        this.agent = agent;
    }

    Agent agent() {
        return agent;
    }

    /** Gives the time of the next entry: now, but always later than the entry before it, as {@code channel.time} sorts. */
    Instant stamp(Instant now) {
        lastTime = now.isAfter(lastTime) ? now : lastTime.plusMillis(1);
        return lastTime;
    }

    /** Keeps an entry. Text takes a fraction of the memory of a tree. */
    void add(ObjectNode entry) {
        entries.add(BoundedJson.text(entry));
    }

    /** Marks the guest as joined, and tells whether this is the first time. */
    boolean join() {
        boolean first = !joined;
        joined = true;
        return first;
    }

    /** Whether the guest began it by joining. */
    boolean hasJoined() {
        return joined;
    }

    boolean readOnly() {
        return readOnly;
    }

    /** Ends it; it can still be read. */
    void makeReadOnly() {
        readOnly = true;
    }

    int size() {
        return entries.size();
    }

    /** Returns a page of entries as JSON texts, newest first (§5.1); page 1 holds the most recent. */
    List<String> page(int number, int size) {
        long newest = entries.size() - 1L - (number - 1L) * size;
        long oldest = Math.max(0, newest - size + 1);
        List<String> page = new ArrayList<>();
        for (long i = newest; i >= oldest; i--) {
            page.add(entries.get((int) i));
        }
        return page;
    }
}
