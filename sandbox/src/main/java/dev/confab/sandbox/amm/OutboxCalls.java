package dev.confab.sandbox.amm;

import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.StoreVerdict;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** Takes messages; the first one begins its conversation (AMM notes B.6.1). */
final class OutboxCalls {

    private final Exchange exchange;
    private final Threads threads;
    private final Addresses addresses;
    private final AgentSide agents;
    private final AmmOptions options;
    private final Surroundings around;

    OutboxCalls(
            Exchange exchange,
            Threads threads,
            Addresses addresses,
            AgentSide agents,
            AmmOptions options,
            Surroundings around) {
        this.exchange = exchange;
        this.threads = threads;
        this.addresses = addresses;
        this.agents = agents;
        this.options = options;
        this.around = around;
    }

    Answer send(Caller caller, Letter letter) {
        String thread = letter.threadId();
        if (thread == null) {
            return begin(caller, letter);
        }
        Conversation conversation = threads.open(caller, thread).conversation();
        List<Person> to = addresses.resolve(letter.to(), true);
        if (options.strictRecipients() && !new HashSet<>(to).equals(new HashSet<>(conversation.participants()))) {
            throw new Refusal(
                    409,
                    Refusal.PARTICIPANTS_MISMATCH,
                    "Address a message to all who are in its conversation, no others");
        }
        checkReply(caller, conversation, letter);
        if (letter.changesSubject()) {
            exchange.rename(conversation, caller.person(), letter.subject());
            return stored(caller, conversation, newest(caller, conversation));
        }
        return store(caller, conversation, letter);
    }

    /** A new conversation is of all whom its first message is addressed to. */
    private Answer begin(Caller caller, Letter letter) {
        if (letter.changesSubject()) {
            throw Refusal.malformed("A change of the subject needs a threadId");
        }
        List<Person> to = addresses.resolve(letter.to(), true);
        if (!to.contains(caller.person())) {
            throw new Refusal(409, Refusal.PARTICIPANTS_MISMATCH, "Address a message to yourself, too");
        }
        if (to.size() < 2) {
            throw new Refusal(400, Refusal.NO_PARTICIPANTS, "A conversation needs somebody else");
        }
        if (letter.content().inReplyTo() != null) {
            throw new Refusal(404, Refusal.MESSAGE_NOT_FOUND, "The first message can reply to none");
        }
        StoreVerdict verdict = verdict(caller);
        if (verdict.cutsBefore()) {
            return Answer.NONE;
        }
        Conversation conversation = exchange.begin(
                caller.person(), to, letter.subject(), letter.content().sensitivity());
        return store(caller, conversation, letter, verdict);
    }

    private void checkReply(Caller caller, Conversation conversation, Letter letter) {
        String original = letter.content().inReplyTo();
        Member member = Objects.requireNonNull(conversation.member(caller.person()));
        if (original != null
                && conversation.seenBy(member).stream()
                        .noneMatch(entry -> entry.id().equals(original))) {
            throw new Refusal(
                    404, Refusal.MESSAGE_NOT_FOUND, "There is no message " + original + " in this conversation");
        }
    }

    private Answer store(Caller caller, Conversation conversation, Letter letter) {
        StoreVerdict verdict = verdict(caller);
        return verdict.cutsBefore() ? Answer.NONE : store(caller, conversation, letter, verdict);
    }

    private Answer store(Caller caller, Conversation conversation, Letter letter, StoreVerdict verdict) {
        Entry entry = exchange.say(conversation, caller.person(), letter.content(), verdict.suppressesEcho());
        around.journal().stored(caller.login(), entry.id(), entry.content().body());
        agents.invited(conversation);
        agents.heard(conversation, entry);
        return verdict.cutsAfter() ? Answer.NONE : stored(caller, conversation, entry);
    }

    private StoreVerdict verdict(Caller caller) {
        StoreVerdict verdict = new StoreVerdict();
        around.faults().storing(caller.login(), verdict);
        return verdict;
    }

    private Answer stored(Caller caller, Conversation conversation, Entry entry) {
        Member member = Objects.requireNonNull(conversation.member(caller.person()));
        boolean old = options.flavour() == AmmOptions.Flavour.V2_1;
        return Answer.created(
                old ? Media.MESSAGE_V1 : Media.MESSAGE, caller.views().message(conversation, member, entry));
    }

    private static Entry newest(Caller caller, Conversation conversation) {
        List<Entry> seen = conversation.seenBy(Objects.requireNonNull(conversation.member(caller.person())));
        return seen.get(seen.size() - 1);
    }
}
