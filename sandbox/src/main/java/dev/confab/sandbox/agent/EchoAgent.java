package dev.confab.sandbox.agent;

import java.util.List;

/** Repeats every text once, and says nothing else, so that a test can count. */
public final class EchoAgent implements Agent {

    private static final AgentProfile PROFILE = new AgentProfile("Echo", null, AgentProfile.Kind.HUMAN);

    /** Makes an agent for one conversation. */
    public EchoAgent() {}

    @Override
    public AgentProfile profile() {
        return PROFILE;
    }

    @Override
    public List<AgentAct> joined() {
        return List.of();
    }

    @Override
    public List<AgentAct> heard(String text) {
        return text.isEmpty() ? List.of() : List.of(new AgentAct.Say(text));
    }
}
