package dev.confab.sandbox.amm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.control.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the control API makes partners do, beyond words and typing. */
final class AmmActs {

    static final Map<String, String> ALL = new LinkedHashMap<>();

    static {
        ALL.put("begin {\"text\":\"Hello\",\"subject\":\"Topic\"}", "a partner begins a conversation with the user");
        ALL.put("invite {\"address\":\"carol@example.com\"}", "a partner brings somebody in");
        ALL.put("leave {\"address\":\"agent@example.com\"}", "a partner leaves");
        ALL.put("subject {\"subject\":\"Topic\"}", "a partner changes the subject");
        ALL.put("call {\"sessionType\":\"AUDIO\"}", "a partner calls, which is an entry of type SESSION");
        ALL.put("close {}", "the server closes the conversation, reason AUTO");
        ALL.put("say {\"text\":\"Hello\",\"address\":\"bob@example.com\"}", "a certain partner says something");
        ALL.put("read {\"address\":\"bob@example.com\"}", "a certain partner has read everything");
    }

    private static final Duration TYPING = Duration.ofSeconds(5);

    private final Exchange exchange;
    private final AgentSide agents;
    private final People people;
    private final AmmOptions options;

    AmmActs(Exchange exchange, AgentSide agents, People people, AmmOptions options) {
        this.exchange = exchange;
        this.agents = agents;
        this.people = people;
        this.options = options;
    }

    /** Does it in a conversation; {@code user} is whom the partners are partners of, null for nobody. */
    Outcome act(Conversation conversation, @Nullable Person user, String act, ObjectNode parameters) {
        Person partner = partner(conversation, user, parameters.path("address").asText(""));
        switch (act) {
            case "invite" -> invite(conversation, user, person(parameters));
            case "leave" -> exchange.leave(conversation, partner);
            case "subject" -> exchange.rename(conversation, partner, text(parameters, "subject"));
            case "call" ->
                exchange.call(
                        conversation,
                        partner,
                        conversation.participants(),
                        parameters.path("sessionType").asText("AUDIO"));
            case "close" -> exchange.close(conversation, partner, "AUTO");
            case "say" -> agents.perform(conversation, partner, new AgentAct.Say(text(parameters, "text")));
            case "read" -> readAll(conversation, partner);
            default -> {
                return Outcome.UNSUPPORTED;
            }
        }
        return Outcome.DONE;
    }

    /** A partner begins a conversation; the script of it answers as in any other. */
    void begin(Person user, ObjectNode parameters) {
        Person partner = parameters.hasNonNull("address") ? person(parameters) : script();
        if (partner.equals(user)) {
            throw new IllegalArgumentException("address must be somebody else than the user");
        }
        Conversation conversation = exchange.begin(
                partner, List.of(partner, user), parameters.path("subject").asText(""), "NORMAL");
        exchange.say(conversation, partner, Entry.Content.words(text(parameters, "text")), false);
        conversation.greet();
    }

    Outcome say(Conversation conversation, @Nullable Person user, String text) {
        return perform(conversation, user, new AgentAct.Say(text));
    }

    Outcome type(Conversation conversation, @Nullable Person user) {
        return perform(conversation, user, new AgentAct.Typing(TYPING));
    }

    Outcome perform(Conversation conversation, @Nullable Person user, AgentAct act) {
        agents.perform(conversation, partner(conversation, user, ""), act);
        return Outcome.DONE;
    }

    /** Who acts: who is named; else the script; else anybody but the user; and the script comes when there is nobody. */
    Person partner(Conversation conversation, @Nullable Person user, String address) {
        Person named = address.isEmpty() ? null : people.find(address);
        if (named != null && conversation.has(named)) {
            return named;
        }
        List<Person> others = conversation.participants().stream()
                .filter(person -> !person.equals(user))
                .toList();
        return others.stream()
                .filter(Person::scripted)
                .findFirst()
                .or(() -> others.stream()
                        .filter(person -> people.of(person) == null)
                        .findFirst())
                .or(() -> others.stream().findFirst())
                .orElseGet(() -> comes(conversation));
    }

    private Person comes(Conversation conversation) {
        Person script = script();
        exchange.join(conversation, script, List.of(script));
        return script;
    }

    private void invite(Conversation conversation, @Nullable Person user, Person newcomer) {
        if (conversation.has(newcomer)) {
            throw new IllegalArgumentException(newcomer.address() + " is in the conversation already");
        }
        exchange.join(conversation, partner(conversation, user, ""), List.of(newcomer));
        agents.invited(conversation);
    }

    private void readAll(Conversation conversation, Person partner) {
        Member member = conversation.member(partner);
        if (member != null) {
            exchange.read(
                    conversation,
                    member,
                    conversation.seenBy(member).stream().map(Entry::id).toList());
        }
    }

    private Person script() {
        Person script = people.find("agent@" + options.domain());
        if (script == null) {
            throw new IllegalStateException("There is no scripted person");
        }
        return script;
    }

    private Person person(ObjectNode parameters) {
        String address = text(parameters, "address");
        Person person = people.find(address);
        if (person == null) {
            throw new IllegalArgumentException("There is nobody at " + address
                    + "; AmmOptions.contact(…) adds people, and there are " + people.addresses());
        }
        return person;
    }

    private static String text(ObjectNode parameters, String name) {
        String text = parameters.path(name).asText("");
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }
}
