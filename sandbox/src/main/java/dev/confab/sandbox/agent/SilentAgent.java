package dev.confab.sandbox.agent;

import java.util.List;

/** Never says anything by itself; people speak in its name through the control API. */
public final class SilentAgent implements Agent {

    private static final AgentProfile PROFILE = new AgentProfile("Agent", null, AgentProfile.Kind.HUMAN);

    /** Makes an agent for one conversation. */
    public SilentAgent() {}

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
        return List.of();
    }
}
