package dev.confab.sandbox.amm;

import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.agent.Heard;
import dev.confab.sandbox.agent.PlainAgent;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.files.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lets the scripted person act in conversations to which it was invited, one thing after the other. */
final class AgentSide {

    /** Tells the others that somebody types, or does no more. */
    interface Typing {
        void show(Conversation conversation, Person person, boolean composing);
    }

    private final Exchange exchange;
    private final Surroundings around;
    private final Typing typing;

    AgentSide(Exchange exchange, Surroundings around, Typing typing) {
        this.exchange = exchange;
        this.around = around;
        this.typing = typing;
    }

    /** The scripted person, when it was invited, looks in once. */
    void invited(Conversation conversation) {
        if (script(conversation) != null && conversation.greet()) {
            schedule(conversation, conversation.agent().joined());
        }
    }

    void heard(Conversation conversation, Entry entry) {
        if (script(conversation) == null || entry.from().scripted()) {
            return;
        }
        List<Heard.ReceivedFile> files = new ArrayList<>();
        for (Part part : entry.content().parts()) {
            if (!part.thumbnail() && part.content() instanceof FileContent.InMemory memory) {
                String digest = Fingerprint.of(memory.bytes()).sha256();
                files.add(new Heard.ReceivedFile(part.name(), part.type(), digest, memory));
            }
        }
        schedule(
                conversation,
                conversation.agent().heard(new Heard(entry.content().body(), List.of(), files)));
    }

    void noticedTyping(Conversation conversation) {
        if (script(conversation) != null) {
            schedule(conversation, conversation.agent().noticedTyping());
        }
    }

    /** Does one thing now, as the script or the control API wants. */
    void perform(Conversation conversation, Person person, AgentAct act) {
        if (act instanceof AgentAct.Say say) {
            exchange.say(conversation, person, Entry.Content.words(say.text()), false);
        } else if (act instanceof AgentAct.Typing types) {
            type(conversation, person, types.duration());
        } else if (act instanceof AgentAct.SendFiles send) {
            List<Part> parts = new ArrayList<>();
            for (AgentAct.OutgoingFile file : send.files()) {
                parts.add(new Part("p-" + (parts.size() + 1), file.name(), file.type(), false, file.content()));
            }
            String words = Objects.requireNonNullElse(send.text(), "");
            exchange.say(conversation, person, new Entry.Content(words, "NORMAL", "NORMAL", false, null, parts), false);
        } else if (act instanceof AgentAct.Leave) {
            exchange.leave(conversation, person);
        } else {
            throw new IllegalArgumentException("This service carries words, files and typing, not " + act);
        }
    }

    private void type(Conversation conversation, Person person, Duration duration) {
        typing.show(conversation, person, true);
        around.loop().after(duration, () -> {
            if (conversation.has(person)) {
                typing.show(conversation, person, false);
            }
        });
    }

    private void schedule(Conversation conversation, List<AgentAct> acts) {
        for (AgentAct act : acts) {
            PlainAgent.plain(act, true).forEach(plain -> later(conversation, plain));
        }
    }

    private void later(Conversation conversation, AgentAct act) {
        Instant due = conversation.bookAgent(around.loop().clock().instant(), around.agentDelay());
        around.loop().at(due, () -> {
            Person person = script(conversation);
            if (person != null && !conversation.closed()) {
                perform(conversation, person, act);
            }
        });
    }

    /** The scripted person, if it is in the conversation. */
    static @Nullable Person script(Conversation conversation) {
        return conversation.participants().stream()
                .filter(Person::scripted)
                .findFirst()
                .orElse(null);
    }
}
