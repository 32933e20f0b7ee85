package dev.confab.sandbox.amm;

import dev.confab.sandbox.agent.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One conversation. It only keeps; the rules stand elsewhere. */
final class Conversation {

    private final String id;
    private final String sensitivity;
    private final Agent agent;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private String subject;
    private boolean closed;
    private boolean greeted;
    private Instant agentFreeAt = Instant.EPOCH;

    Conversation(String id, String subject, String sensitivity, Agent agent) {
        this.id = id;
        this.subject = subject;
        this.sensitivity = sensitivity;
        this.agent = agent;
    }

    String id() {
        return id;
    }

    String sensitivity() {
        return sensitivity;
    }

    Agent agent() {
        return agent;
    }

    String subject() {
        return subject;
    }

    void rename(String name) {
        subject = name;
    }

    boolean closed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** All who ever were in it. */
    List<Member> members() {
        return List.copyOf(members.values());
    }

    List<Member> present() {
        return members.values().stream().filter(Member::present).toList();
    }

    List<Person> participants() {
        return present().stream().map(Member::person).toList();
    }

    @Nullable
    Member member(Person person) {
        return members.get(person.address());
    }

    boolean has(Person person) {
        Member member = member(person);
        return member != null && member.present();
    }

    void join(Person person, Instant now) {
        members.computeIfAbsent(person.address(), address -> new Member(person, now))
                .join(entries.size());
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    int size() {
        return entries.size();
    }

    /** What a member sees, oldest first. */
    List<Entry> seenBy(Member member) {
        List<Entry> seen = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (member.sees(i)) {
                seen.add(entries.get(i));
            }
        }
        return seen;
    }

    @Nullable
    Entry entry(String entryId) {
        return entries.stream()
                .filter(entry -> entry.id().equals(entryId))
                .findFirst()
                .orElse(null);
    }

    Instant latest() {
        return entries.get(entries.size() - 1).received();
    }

    /** Tells true once. */
    boolean greet() {
        boolean first = !greeted;
        greeted = true;
        return first;
    }

    /** When the agent, doing one thing after the other, comes to the next. */
    Instant bookAgent(Instant now, Duration delay) {
        agentFreeAt = (agentFreeAt.isAfter(now) ? agentFreeAt : now).plus(delay);
        return agentFreeAt;
    }
}
