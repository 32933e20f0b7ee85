package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.agent.AgentProfile;
import dev.confab.sandbox.agent.Heard;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The other side of a conversation: the queue that it waits in, and agents who are rung, answer and act, one thing after
 * the other (guest chat protocol notes §6.2).
 */
final class AgentSide {

    private final Stage stage;
    private final Surroundings around;
    private final boolean answer;
    private final Consumer<Chat> end;

    /**
     * Makes the side of the agents.
     *
     * @param answer whether an agent who is rung answers by itself
     * @param end ends a conversation
     */
    AgentSide(Stage stage, Surroundings around, boolean answer, Consumer<Chat> end) {
        this.stage = stage;
        this.around = around;
        this.answer = answer;
        this.end = end;
    }

    /** Puts a conversation into its queue and rings an agent. */
    void route(Chat chat) {
        Member queue = add(chat, Member.Role.ACD, "ACD", null, Member.State.CONNECTED);
        stage.join(chat, queue);
        later(chat, () -> ring(chat));
    }

    /** Rings an agent, a new member each time. */
    void ring(Chat chat) {
        AgentProfile profile = chat.agent().profile();
        Member agent = add(chat, Member.Role.AGENT, profile.nickname(), profile.image(), Member.State.ALERTING);
        stage.change(chat, agent, Member.State.ALERTING);
        if (answer) {
            later(chat, () -> accept(chat, agent));
        }
    }

    /** An agent who is rung answers; what the guest said meanwhile is heard now. */
    void accept(Chat chat, Member agent) {
        if (agent.state() != Member.State.ALERTING) {
            return;
        }
        stage.join(chat, agent);
        Member queue = chat.last(Member.Role.ACD, Member.State.CONNECTED);
        if (queue != null) {
            stage.change(chat, queue, Member.State.DISCONNECTED);
        }
        if (chat.greet()) {
            schedule(chat, chat.agent().joined());
        }
        chat.takeUnheard().forEach(text -> schedule(chat, chat.agent().heard(Heard.words(text))));
    }

    /** An agent who is rung does not answer: another is rung. */
    void decline(Chat chat, Member agent) {
        stage.change(chat, agent, Member.State.DISCONNECTED);
        ring(chat);
    }

    /** Another agent takes over (§6.2, 5). */
    void transfer(Chat chat, Member from, String name) {
        Member to = add(chat, Member.Role.AGENT, name, null, Member.State.ALERTING);
        stage.change(chat, to, Member.State.ALERTING);
        stage.join(chat, to);
        stage.leave(chat, from);
    }

    void heard(Chat chat, String text) {
        if (connected(chat) == null) {
            chat.keepUnheard(text);
        } else {
            schedule(chat, chat.agent().heard(Heard.words(text)));
        }
    }

    void noticedTyping(Chat chat) {
        if (connected(chat) != null) {
            schedule(chat, chat.agent().noticedTyping());
        }
    }

    @Nullable
    Member connected(Chat chat) {
        return chat.last(Member.Role.AGENT, Member.State.CONNECTED);
    }

    @Nullable
    Member ringing(Chat chat) {
        return chat.last(Member.Role.AGENT, Member.State.ALERTING);
    }

    /** The agent who speaks: whoever is there, or is rung and answers for it, or comes for it. */
    Member speaker(Chat chat) {
        Member here = connected(chat);
        if (here != null) {
            return here;
        }
        Member rung = ringing(chat);
        if (rung == null) {
            AgentProfile profile = chat.agent().profile();
            rung = add(chat, Member.Role.AGENT, profile.nickname(), profile.image(), Member.State.ALERTING);
            stage.change(chat, rung, Member.State.ALERTING);
        }
        accept(chat, rung);
        return rung;
    }

    private void schedule(Chat chat, List<AgentAct> acts) {
        acts.forEach(act -> later(chat, () -> act(chat, act)));
    }

    private void act(Chat chat, AgentAct act) {
        Member agent = connected(chat);
        if (act instanceof AgentAct.Leave) {
            end.accept(chat);
        } else if (agent != null && act instanceof AgentAct.Say say) {
            stage.say(chat, agent, say.text(), "standard");
        } else if (agent != null && act instanceof AgentAct.Typing) {
            stage.type(chat, agent);
        }
    }

    /** Does something when the agent is free, unless the conversation has ended by then. */
    private void later(Chat chat, Runnable task) {
        Instant due = chat.bookAgent(stage.now(), around.agentDelay());
        around.loop().at(due, () -> {
            if (!chat.ended()) {
                task.run();
            }
        });
    }

    private Member add(Chat chat, Member.Role role, String name, @Nullable String image, Member.State state) {
        ObjectNode info = BoundedJson.object().put("displayName", name);
        if (image != null) {
            info.put("avatarImageUrl", image);
        }
        Member member = new Member(role, info, false, state, stage.now());
        chat.add(member);
        return member;
    }
}
