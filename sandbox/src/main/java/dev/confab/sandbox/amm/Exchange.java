package dev.confab.sandbox.amm;

import dev.confab.sandbox.agent.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets things happen in conversations: each becomes an entry, moves the state of all whom it concerns, and is hinted at
 * (AMM notes B.6.4, B.11).
 */
final class Exchange {

    private final People people;
    private final Stamps stamps;
    private final Supplier<Agent> agents;
    private final Duration autoClose;
    private final BiConsumer<Instant, Runnable> timer;
    private final Map<String, Conversation> conversations = new LinkedHashMap<>();
    private Consumer<Account> hints = account -> {};

    /**
     * Makes an exchange without conversations.
     *
     * @param agents makes the agent of a new conversation
     * @param autoClose after how much silence a conversation is closed
     * @param timer runs something at a time
     */
    Exchange(
            People people,
            Stamps stamps,
            Supplier<Agent> agents,
            Duration autoClose,
            BiConsumer<Instant, Runnable> timer) {
        this.people = people;
        this.stamps = stamps;
        this.agents = agents;
        this.autoClose = autoClose;
        this.timer = timer;
    }

    /** Tells whom to tell that something changed for a user. */
    void hintTo(Consumer<Account> listener) {
        hints = listener;
    }

    Stamps stamps() {
        return stamps;
    }

    Collection<Conversation> all() {
        return conversations.values();
    }

    @Nullable
    Conversation find(String id) {
        return conversations.get(id);
    }

    /** Begins a conversation with START; it is hinted at with its first message. */
    Conversation begin(Person by, List<Person> participants, String subject, String sensitivity) {
        Conversation conversation = new Conversation("c-" + UUID.randomUUID(), subject, sensitivity, agents.get());
        Instant now = stamps.next();
        participants.forEach(person -> conversation.join(person, now));
        conversations.put(conversation.id(), conversation);
        append(conversation, event(Entry.START, by, conversation, List.of(), null, null, now), false);
        timer.accept(now.plus(autoClose), () -> closeIfSilent(conversation));
        return conversation;
    }

    /**
     * Says something.
     *
     * @param quiet whether nobody is to hear of it, as a fault wants
     */
    Entry say(Conversation conversation, Person from, Entry.Content content, boolean quiet) {
        Entry entry = new Entry(
                "m-" + UUID.randomUUID(),
                Entry.MESSAGE,
                from,
                conversation.participants(),
                conversation.subject(),
                content,
                List.of(),
                null,
                null,
                stamps.next());
        append(conversation, entry, !quiet);
        return entry;
    }

    void join(Conversation conversation, Person by, List<Person> newcomers) {
        Instant now = stamps.next();
        newcomers.forEach(person -> conversation.join(person, now));
        append(conversation, event(Entry.JOINED, by, conversation, newcomers, null, null, now), true);
    }

    /** Somebody goes and sees nothing more; the last one closes the conversation (AMM notes A.5.1, B.11). */
    void leave(Conversation conversation, Person person) {
        Member member = conversation.member(person);
        if (member == null || !member.present()) {
            return;
        }
        Instant now = stamps.next();
        member.leave(conversation.size());
        member.touch(now);
        Entry left = event(Entry.LEFT, person, conversation, List.of(person), "MANUAL", null, now);
        append(conversation, left, true);
        hint(member, true);
        if (conversation.present().isEmpty()) {
            conversation.close();
        }
    }

    void rename(Conversation conversation, Person by, String subject) {
        conversation.rename(subject);
        append(conversation, event(Entry.SUBJECT_CHANGE, by, conversation, List.of(), null, null, stamps.next()), true);
    }

    Entry call(Conversation conversation, Person by, List<Person> called, String sessionType) {
        Entry entry = event(Entry.SESSION, by, conversation, called, null, sessionType, stamps.next());
        append(conversation, entry, true);
        return entry;
    }

    void close(Conversation conversation, Person by, String reason) {
        if (!conversation.closed()) {
            conversation.close();
            append(conversation, event(Entry.CLOSED, by, conversation, List.of(), reason, null, stamps.next()), true);
        }
    }

    /** Marks entries as read; the reader's other clients are told, nobody else (AMM notes B.7). */
    void read(Conversation conversation, Member reader, Collection<String> entries) {
        Instant now = stamps.next();
        boolean news = false;
        for (String entry : entries) {
            news |= reader.read(entry, now);
        }
        if (news) {
            reader.touch(now);
            hint(reader, true);
        }
    }

    void access(Member member) {
        Instant now = stamps.next();
        member.access(now);
        member.touch(now);
        hint(member, true);
    }

    private void append(Conversation conversation, Entry entry, boolean told) {
        conversation.add(entry);
        for (Member member : conversation.present()) {
            if (!member.person().equals(entry.from()) && !entry.type().equals(Entry.START)) {
                member.receive(entry.id());
            }
            member.touch(entry.received());
            hint(member, told);
        }
    }

    private static Entry event(
            String type,
            Person by,
            Conversation in,
            List<Person> concerned,
            @Nullable String reason,
            @Nullable String sessionType,
            Instant now) {
        return new Entry(
                "e-" + UUID.randomUUID(),
                type,
                by,
                in.participants(),
                in.subject(),
                Entry.Content.words(""),
                List.copyOf(concerned),
                reason,
                sessionType,
                now);
    }

    private void hint(Member member, boolean told) {
        Account account = people.of(member.person());
        if (account != null) {
            account.changed();
            if (told) {
                hints.accept(account);
            }
        }
    }

    /** Conversations are closed by the server after some silence (AMM notes A.5.1). */
    private void closeIfSilent(Conversation conversation) {
        if (conversation.closed()) {
            return;
        }
        Instant due = conversation.latest().plus(autoClose);
        if (due.isAfter(stamps.now())) {
            timer.accept(due, () -> closeIfSilent(conversation));
        } else {
            close(conversation, conversation.participants().get(0), "AUTO");
        }
    }
}
