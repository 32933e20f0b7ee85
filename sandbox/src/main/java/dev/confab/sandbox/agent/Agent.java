package dev.confab.sandbox.agent;

import java.util.List;

/**
 * The other side of one conversation. An agent is told what the guest does and answers with what it wants to do; when
 * that happens, and how it looks on the wire, is the business of the service that employs it. One instance serves one
 * conversation and may remember it; calls come one at a time.
 */
public interface Agent {

    /**
     * Tells how the agent presents itself.
     *
     * @return its profile, the same at every call
     */
    AgentProfile profile();

    /**
     * The guest came into the conversation. Called at most once.
     *
     * @return what the agent does, in order
     */
    List<AgentAct> joined();

    /**
     * The guest said something.
     *
     * @param text what was said, or the label of what was chosen; may be empty
     * @return what the agent does, in order
     */
    List<AgentAct> heard(String text);

    /**
     * The guest said something that may be more than words.
     *
     * @param heard words, choices and files
     * @return what the agent does, in order; by default what it does for the words or the label alone
     */
    default List<AgentAct> heard(Heard heard) {
        return heard(heard.wordsOrLabel());
    }

    /**
     * The guest is typing.
     *
     * @return what the agent does, in order; nothing by default
     */
    default List<AgentAct> noticedTyping() {
        return List.of();
    }
}
