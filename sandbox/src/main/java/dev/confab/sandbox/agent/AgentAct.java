package dev.confab.sandbox.agent;

import java.time.Duration;

/** Something an agent does in a conversation. */
public sealed interface AgentAct {

    /**
     * Says something.
     *
     * @param text what is said
     */
    record Say(String text) implements AgentAct {}

    /**
     * Shows that an answer is being written.
     *
     * @param duration how long the guest should see it
     */
    record Typing(Duration duration) implements AgentAct {}
}
