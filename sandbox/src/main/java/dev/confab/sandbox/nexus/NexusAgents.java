package dev.confab.sandbox.nexus;

import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.agent.Heard;
import dev.confab.sandbox.agent.PlainAgent;
import dev.confab.sandbox.agent.SilentAgent;
import dev.confab.sandbox.control.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Lets agents act in sessions: each thing takes its time, and one comes after the other. */
final class NexusAgents {

    private final Surroundings around;

    NexusAgents(Surroundings around) {
        this.around = around;
    }

    /** The agent comes in, unless people play it. */
    void welcome(NexusSession session) {
        if (session.agent() instanceof SilentAgent) {
            return;
        }
        later(session, around.agentDelay(), now -> session.agentNamed(nickname(session), now));
        schedule(session, session.agent().joined());
    }

    void heard(NexusSession session, Heard heard) {
        schedule(session, session.agent().heard(heard));
    }

    void noticedTyping(NexusSession session) {
        schedule(session, session.agent().noticedTyping());
    }

    /** What the control API makes an agent do. */
    void perform(NexusSession session, String nickname, AgentAct act) {
        Instant now = around.loop().clock().instant();
        Party agent = session.agentNamed(nickname, now);
        if (act instanceof AgentAct.Say say) {
            session.add(Entry.TEXT, say.text(), agent, now);
        } else if (act instanceof AgentAct.Typing typing) {
            session.add(Entry.TYPING_STARTED, "", agent, now);
            around.loop().at(now.plus(typing.duration()), () -> stopTyping(session, agent.nickname()));
        } else if (act instanceof AgentAct.SendFiles send) {
            if (send.text() != null && !send.text().isEmpty()) {
                session.add(Entry.TEXT, send.text(), agent, now);
            }
            send.files().forEach(file -> session.share(agent, file.name(), file.type(), file.content(), now));
        } else if (act instanceof AgentAct.Leave) {
            session.end(agent, now);
        } else {
            throw new IllegalArgumentException("This service carries words, typing and files, not " + act);
        }
    }

    /** What somebody writes is done when it is said: only typing that nothing was said after is stopped. */
    void stopTyping(NexusSession session, String nickname) {
        List<Entry> entries = session.entries();
        for (int i = entries.size() - 1; i >= 0 && !session.ended(); i--) {
            Entry entry = entries.get(i);
            if (entry.from().isAgent(nickname)) {
                if (entry.type().equals(Entry.TYPING_STARTED)) {
                    session.add(
                            Entry.TYPING_STOPPED,
                            "",
                            entry.from(),
                            around.loop().clock().instant());
                }
                return;
            }
        }
    }

    private void schedule(NexusSession session, List<AgentAct> acts) {
        for (AgentAct act : acts) {
            for (AgentAct plain : PlainAgent.plain(act, true)) {
                later(session, around.agentDelay(), now -> perform(session, nickname(session), plain));
            }
        }
    }

    private void later(NexusSession session, Duration delay, Consumer<Instant> act) {
        Instant due = session.bookAgent(around.loop().clock().instant(), delay);
        around.loop().at(due, () -> {
            if (!session.ended()) {
                act.accept(around.loop().clock().instant());
            }
        });
    }

    private static String nickname(NexusSession session) {
        return session.agent().profile().nickname();
    }
}
