package dev.confab.sandbox.amm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One person in one conversation: what the person sees of it, and has read (AMM notes B.11, visibility). */
final class Member {

    private final Person person;
    private final List<Integer> joined = new ArrayList<>();
    private final List<Integer> left = new ArrayList<>();
    private final Set<String> unread = new HashSet<>();
    private final Map<String, Instant> changed = new HashMap<>();
    private Instant lastAccessed;
    private Instant lastUpdated;

    Member(Person person, Instant now) {
        this.person = person;
        this.lastAccessed = now;
        this.lastUpdated = now;
    }

    Person person() {
        return person;
    }

    boolean present() {
        return joined.size() > left.size();
    }

    /** Sees entries from this index on. */
    void join(int index) {
        joined.add(index);
    }

    /** Sees no entries from this index on. */
    void leave(int index) {
        left.add(index);
    }

    boolean sees(int index) {
        for (int i = 0; i < joined.size(); i++) {
            if (index >= joined.get(i) && (i >= left.size() || index < left.get(i))) {
                return true;
            }
        }
        return false;
    }

    Instant lastAccessed() {
        return lastAccessed;
    }

    void access(Instant now) {
        lastAccessed = now;
    }

    /** When something last changed that the person can see. */
    Instant lastUpdated() {
        return lastUpdated;
    }

    void touch(Instant now) {
        lastUpdated = now;
    }

    boolean unread(String entry) {
        return unread.contains(entry);
    }

    void receive(String entry) {
        unread.add(entry);
    }

    /** Tells false when it was read before. A message that changes gets a new time, or clients overlook it (B.6.1). */
    boolean read(String entry, Instant now) {
        boolean news = unread.remove(entry);
        if (news) {
            changed.put(entry, now);
        }
        return news;
    }

    Instant changed(Entry entry) {
        return changed.getOrDefault(entry.id(), entry.received());
    }
}
