package dev.confab.sandbox.agent;

import java.util.List;

/**
 * Repeats every text once, with the files that came with it, and says nothing else, so that a test can count. The label of
 * what was chosen without words counts as a text.
 */
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
    public List<AgentAct> heard(Heard heard) {
        if (heard.files().isEmpty()) {
            return heard(heard.wordsOrLabel());
        }
        String text = heard.wordsOrLabel();
        List<AgentAct.OutgoingFile> files = heard.files().stream()
                .map(file -> new AgentAct.OutgoingFile(file.name(), file.type(), file.content()))
                .toList();
        return List.of(new AgentAct.SendFiles(text.isEmpty() ? null : text, files));
    }

    @Override
    public List<AgentAct> heard(String text) {
        return text.isEmpty() ? List.of() : List.of(new AgentAct.Say(text));
    }
}
