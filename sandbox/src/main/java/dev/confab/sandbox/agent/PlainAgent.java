package dev.confab.sandbox.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Lets an agent work for a service that carries nothing but words and typing. What the agent would show is said: the
 * words that come with it and the labels that could be chosen; a file is named; a signal is left out. An act that would
 * leave nothing to say is not done.
 */
public final class PlainAgent implements Agent {

    /** Where contents of the wire keep what a person reads (Web Messaging protocol notes §2.8). */
    private static final List<String> LABELS = List.of("title", "text", "description");

    private final Agent agent;

    /**
     * Makes an agent plain.
     *
     * @param agent who decides what is done
     */
    public PlainAgent(Agent agent) {
        this.agent = agent;
    }

    @Override
    public AgentProfile profile() {
        return agent.profile();
    }

    @Override
    public List<AgentAct> joined() {
        return plain(agent.joined());
    }

    @Override
    public List<AgentAct> heard(String text) {
        return plain(agent.heard(text));
    }

    @Override
    public List<AgentAct> heard(Heard heard) {
        return plain(agent.heard(heard));
    }

    @Override
    public List<AgentAct> noticedTyping() {
        return plain(agent.noticedTyping());
    }

    /**
     * Makes one thing plain.
     *
     * @param act what an agent wants to do
     * @param files whether the service carries files, too
     * @return what can be done of it, perhaps nothing
     */
    public static List<AgentAct> plain(AgentAct act, boolean files) {
        return files && act instanceof AgentAct.SendFiles
                ? List.of(act)
                : plain(act).toList();
    }

    private static List<AgentAct> plain(List<AgentAct> acts) {
        return acts.stream().flatMap(PlainAgent::plain).toList();
    }

    private static Stream<AgentAct> plain(AgentAct act) {
        if (act instanceof AgentAct.Signal) {
            return Stream.empty();
        }
        List<String> words = new ArrayList<>();
        if (act instanceof AgentAct.Show show) {
            words.add(Objects.requireNonNullElse(show.text(), ""));
            show.content().forEach(part -> collect(part, words));
        } else if (act instanceof AgentAct.SendFiles send) {
            words.add(Objects.requireNonNullElse(send.text(), ""));
            send.files().forEach(file -> words.add("(The file " + file.name() + " cannot be sent here.)"));
        } else {
            return Stream.of(act);
        }
        words.removeIf(String::isBlank);
        return words.isEmpty() ? Stream.empty() : Stream.of(new AgentAct.Say(String.join("\n", words)));
    }

    private static void collect(JsonNode part, List<String> words) {
        LABELS.forEach(label -> words.add(part.path(label).asText("")));
        part.forEach(child -> {
            if (child.isContainerNode()) {
                collect(child, words);
            }
        });
    }
}
