package dev.confab.sandbox.gms;

import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.control.AgentDesk;
import dev.confab.sandbox.control.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The agent of a chat as the control API plays it: whoever came last, or one who comes for it. */
final class GmsDesk implements AgentDesk {

    private final GmsService service;
    private final GmsAgents agents;

    GmsDesk(GmsService service, GmsAgents agents) {
        this.service = service;
        this.agents = agents;
    }

    @Override
    public Outcome unsupported(String session) {
        return service.chats().containsKey(session) ? Outcome.UNSUPPORTED : Outcome.UNKNOWN;
    }

    @Override
    public Outcome stopTyping(String session) {
        return perform(session, (chat, now) -> agents.stopTyping(chat, chat.agentOr(GmsActs.DESK, now)));
    }

    @Override
    public Outcome sendFile(String session, @Nullable String text, AgentAct.OutgoingFile file) {
        return perform(session, new AgentAct.SendFiles(text, List.of(file)));
    }

    Outcome perform(String session, AgentAct act) {
        return perform(session, (chat, now) -> agents.perform(chat, chat.agentOr(GmsActs.DESK, now), act));
    }

    private interface Deed {
        void in(Chat chat, Instant now);
    }

    private Outcome perform(String session, Deed deed) {
        Chat chat = service.chats().get(session);
        if (chat == null) {
            return Outcome.UNKNOWN;
        }
        if (chat.ended()) {
            return Outcome.ENDED;
        }
        if (!chat.lease().server().up()) {
            return Outcome.UNSUPPORTED;
        }
        deed.in(chat, service.now());
        return Outcome.DONE;
    }
}
