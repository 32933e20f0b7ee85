package dev.confab.sandbox.gms;

import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.agent.Heard;
import dev.confab.sandbox.agent.PlainAgent;
import dev.confab.sandbox.agent.SilentAgent;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.files.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Lets agents act in chats: each thing takes its time, one comes after the other, and all wait for their Chat Server. */
final class GmsAgents {

    private final Surroundings around;

    GmsAgents(Surroundings around) {
        this.around = around;
    }

    /** The agent comes in, unless people play it. */
    void welcome(Chat chat) {
        if (chat.agent() instanceof SilentAgent) {
            return;
        }
        later(chat, around.agentDelay(), now -> chat.agentNamed(nickname(chat), now));
        schedule(chat, chat.agent().joined());
    }

    void heard(Chat chat, String words) {
        schedule(chat, chat.agent().heard(Heard.words(words)));
    }

    void heard(Chat chat, ChatFile file, byte[] bytes) {
        String digest = Fingerprint.of(bytes).sha256();
        Heard.ReceivedFile received = new Heard.ReceivedFile(file.name(), file.type(), digest, file.content());
        schedule(chat, chat.agent().heard(new Heard("", List.of(), List.of(received))));
    }

    void noticedTyping(Chat chat) {
        schedule(chat, chat.agent().noticedTyping());
    }

    /** What somebody who is in the chat does. */
    void perform(Chat chat, Party who, AgentAct act) {
        Instant now = around.loop().clock().instant();
        if (act instanceof AgentAct.Say say) {
            chat.say(say.text(), "text", who, now, false);
        } else if (act instanceof AgentAct.Typing typing) {
            chat.add(Entry.TYPING_STARTED, null, who, now);
            around.loop().at(now.plus(typing.duration()), () -> stopTyping(chat, who));
        } else if (act instanceof AgentAct.SendFiles send) {
            if (send.text() != null && !send.text().isEmpty()) {
                chat.say(send.text(), "text", who, now, false);
            }
            send.files().forEach(file -> chat.share(who, ChatFile.of(file), Map.of(), now));
        } else if (act instanceof AgentAct.Leave) {
            chat.end(who, null, now);
        } else {
            throw new IllegalArgumentException("This service carries words, typing and files, not " + act);
        }
    }

    /** What somebody writes is done when it is said: only typing that nothing was said after is stopped. */
    void stopTyping(Chat chat, Party who) {
        List<Entry> entries = chat.entries();
        for (int i = entries.size() - 1; i >= 0 && !chat.ended(); i--) {
            Entry entry = entries.get(i);
            if (entry.from().participantId() == who.participantId()) {
                if (entry.type().equals(Entry.TYPING_STARTED)) {
                    chat.add(
                            Entry.TYPING_STOPPED,
                            null,
                            who,
                            around.loop().clock().instant());
                }
                return;
            }
        }
    }

    private void schedule(Chat chat, List<AgentAct> acts) {
        for (AgentAct act : acts) {
            for (AgentAct plain : PlainAgent.plain(act, true)) {
                later(chat, around.agentDelay(), now -> perform(chat, chat.agentNamed(nickname(chat), now), plain));
            }
        }
    }

    private void later(Chat chat, Duration delay, Consumer<Instant> act) {
        Instant due = chat.bookAgent(around.loop().clock().instant(), delay);
        around.loop().at(due, () -> chat.lease().server().whenUp(() -> {
            if (!chat.ended()) {
                act.accept(around.loop().clock().instant());
            }
        }));
    }

    private static String nickname(Chat chat) {
        return chat.agent().profile().nickname();
    }
}
